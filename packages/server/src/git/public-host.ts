import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { LodeError } from "@lode/core";

/** Networks that are not everybody's (RFC 6890 and what was added since): a request there could reach what is inside. */
const PRIVATE_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Of IPv6 only what is given out to everybody is let through, less what leads back to IPv4. */
const PUBLIC_V6 = "2000::/3";
const TUNNELS_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const privateV4 = listOf(PRIVATE_V4, "ipv4");
const publicV6 = listOf([PUBLIC_V6], "ipv6");
const tunnelsV6 = listOf(TUNNELS_V6, "ipv6");

function listOf(networks: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether an address is one that everybody can reach. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !privateV4.check(address);
    case 6:
      return publicV6.check(address, "ipv6") && !tunnelsV6.check(address, "ipv6");
    default:
      return false;
  }
}

/**
 * Looks up the addresses of the host of a URL.
 *
 * @returns for curl: `host:port:address,…`, so that what was checked is what is connected to, whatever the name means a
 *   moment later; undefined if the host is an address itself, which curl looks up nowhere
 * @throws MIRROR_REFUSED if an address is not public and may not be private; MIRROR_UNREACHABLE if the name has none
 */
export async function resolveHost(
  url: URL,
  { mayBePrivate }: { readonly mayBePrivate: boolean },
): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const addresses = await addressesOf(host);
  if (!mayBePrivate && !addresses.every(isPublicAddress)) {
    throw new LodeError(
      "MIRROR_REFUSED",
      `Cannot mirror from '${url.origin}': it is no address that everybody can reach`,
      {
        hint: "The owner of the server may allow it with the setting 'mirror_sources'.",
        details: { url: url.origin },
      },
    );
  }
  if (isIP(host) !== 0) return undefined;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return `${host}:${port}:${addresses.map((address) => (isIP(address) === 6 ? `[${address}]` : address)).join(",")}`;
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new LodeError("MIRROR_UNREACHABLE", `Cannot mirror from '${host}': there is no such host`, { cause });
  }
}
