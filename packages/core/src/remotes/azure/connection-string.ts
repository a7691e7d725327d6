import { LodeError } from "../../base/lode-error.ts";

/** What a connection string says. */
export interface ConnectionString {
  /** Where the blobs are, without a slash at the end. */
  readonly endpoint: string;
  readonly account: string | undefined;
  /** In base64. */
  readonly key: string | undefined;
  /** A shared access signature, without a question mark. */
  readonly sas: string | undefined;
}

/** The well-known account of Microsoft's emulator, which is public and gives access to nothing else. */
const EMULATOR =
  "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1";

/**
 * Reads a connection string as Azure's portal gives it: `Name=value` joined by `;`, names in any case.
 *
 * @throws CREDENTIALS_MISSING if it names no place; the message does not repeat it, since it holds the key
 */
export function parseConnectionString(text: string): ConnectionString {
  const fields = new Map(
    text
      .split(";")
      .map((part) => /^\s*([^=]+?)\s*=\s*(.*?)\s*$/s.exec(part))
      .flatMap((match) => (match === null ? [] : [[(match[1] ?? "").toLowerCase(), match[2] ?? ""] as const])),
  );
  if (fields.get("usedevelopmentstorage")?.toLowerCase() === "true") return parseConnectionString(EMULATOR);
  const account = fields.get("accountname");
  const endpoint = fields.get("blobendpoint") ?? (account && endpointOf(account, fields));
  if (endpoint === undefined || endpoint === "" || URL.parse(endpoint) === null) {
    throw new LodeError(
      "CREDENTIALS_MISSING",
      "Cannot use the connection string: it names no account and no endpoint",
      {
        hint: "Copy it from Access keys of the storage account, and set it with `--local`.",
      },
    );
  }
  return {
    endpoint: endpoint.replace(/\/+$/, ""),
    account: account ?? accountIn(endpoint),
    key: fields.get("accountkey"),
    sas: fields.get("sharedaccesssignature")?.replace(/^\?/, ""),
  };
}

function endpointOf(account: string, fields: ReadonlyMap<string, string>): string {
  const suffix = fields.get("endpointsuffix") ?? "core.windows.net";
  return `${fields.get("defaultendpointsprotocol") ?? "https"}://${account}.blob.${suffix}`;
}

/** The first label of the host; the first part of the path where the host is an address. */
function accountIn(endpoint: string): string | undefined {
  const { hostname, pathname } = new URL(endpoint);
  return pathname === "/" ? hostname.split(".")[0] : pathname.split("/")[1];
}
