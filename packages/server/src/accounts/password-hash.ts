import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** What it takes to try one password. */
interface Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** The least that OWASP recommends for argon2id: 19 MiB, two passes, one lane; some 50 ms of one processor. */
const COST: Cost = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const argon2Async = promisify(argon2);

/**
 * Hashes a password with argon2id, off the main thread.
 *
 * @returns the PHC string (github.com/P-H-C/phc-string-format), which carries salt and parameters
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return print(COST, salt, await derive(password, salt, COST));
}

/** Says whether a password is the one that was hashed, with the parameters that were used then; off the main thread. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const { cost, salt, hash } = parse(phc);
  const derived = await derive(password, salt, cost);
  return derived.length === hash.length && timingSafeEqual(derived, hash);
}

/** Says whether a hash was made with other parameters than new ones are. */
export function isOutdatedHash(phc: string): boolean {
  const { salt, hash } = parse(phc);
  return print(COST, salt, hash) !== phc;
}

async function derive(password: string, salt: Buffer, { memoryKiB, passes, lanes }: Cost): Promise<Buffer> {
  // Two forms of one letter are one password, whatever keyboard wrote it.
  const message = Buffer.from(password.normalize("NFKC"), "utf8");
  const parameters = { message, nonce: salt, memory: memoryKiB, passes, parallelism: lanes, tagLength: HASH_BYTES };
  return await argon2Async("argon2id", parameters);
}

function print({ memoryKiB, passes, lanes }: Cost, salt: Buffer, hash: Buffer): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parse(phc: string) {
  const found = PHC.exec(phc);
  if (found === null) throw new Error("the database holds a password in an unknown form");
  const [, memory, passes, lanes, salt = "", hash = ""] = found;
  const cost: Cost = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  return { cost, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}
