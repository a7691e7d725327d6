import type { RunContext } from "../../base/events.ts";
import { childText, readXml } from "../../formats/xml/read-xml.ts";
import type { CloudTarget } from "../cloud/cloud-target.ts";
import { readBody } from "../http/open-body.ts";
import type { AzureApi } from "./azure-api.ts";

/** Blocks of a blob that were sent and not made part of it, by anybody; the service keeps them for a week. */
export interface StagedBlocks {
  /** Size in bytes by id. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The bytes of an id before they are written in base64: those of one blob must be of one length. */
  readonly idBytes: number;
}

/** Asks which blocks are there. What is refused counts as none: then all are sent. @throws STORAGE_UNREACHABLE, CANCELLED */
export async function findStagedBlocks(
  api: AzureApi,
  { name, shown }: CloudTarget,
  run: RunContext,
): Promise<StagedBlocks> {
  const parameters = { comp: "blocklist", blocklisttype: "uncommitted" };
  const request = api.request("GET", name, { ...run, action: "write", shown, parameters });
  const answer = await api.send(request);
  if (answer.status >= 500 || answer.status === 429) throw await api.refuse(request, answer);
  const text = (await readBody(answer.message, request)).toString();
  if (answer.status >= 300) return { sizes: new Map(), idBytes: ID_BYTES };
  const blocks = readXml(text.replace(/^\uFEFF/, ""))?.children.find(({ name }) => name === "UncommittedBlocks");
  const sizes = new Map(
    blocks?.children.map((block) => [childText(block, "Name") ?? "", Number(childText(block, "Size"))]),
  );
  const [first] = sizes.keys();
  return { sizes, idBytes: first === undefined ? ID_BYTES : Buffer.from(first, "base64").length };
}

const INDEX_DIGITS = 8;
const ID_BYTES = INDEX_DIGITS + 32;

/**
 * The id of a block: its position and the MD5 of its bytes, so that the same content has the same ids and whoever sends it
 * again finds what is there. Beside blocks of others whose ids are shorter, the MD5 is cut.
 */
export function blockId(index: number, md5: string, idBytes: number): string {
  const text = `${String(index).padStart(Math.min(INDEX_DIGITS, idBytes), "0")}${md5}`;
  return Buffer.from(text.slice(0, idBytes).padEnd(idBytes, "0")).toString("base64");
}
