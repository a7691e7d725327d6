import type { Oid } from "../../base/oid.ts";
import { statNames } from "../../fs/stat-names.ts";
import { hashBytes } from "../../hash/md5.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { SETTLE_MS } from "../../store/settle.ts";
import type { DigestMemory } from "./digest-memory.ts";

/** Manifests with fewer members are looked up each time: that is fast, and notices an object that was tampered with. */
const MIN_MEMBERS = 1000;

/** A change of a directory in the same tick of the disk's clock could leave its mtime as it is. */
const SETTLE_NS = BigInt(SETTLE_MS) * 1_000_000n;

/** Two digits for each folder of objects. */
const SHARDS = Array.from({ length: 256 }, (_unused, i) => i.toString(16).padStart(2, "0"));

/** What is looked up: whether a store has a manifest with all its members. */
export interface CompletenessQuestion {
  readonly store: ObjectStore;
  readonly manifestOid: Oid;
  readonly members: number;
  readonly memory: DigestMemory | undefined;
}

/**
 * Says whether a store is known to have all objects of a large manifest: it had them, and no name has come into or gone
 * from the store's folders since.
 */
export function isKnownComplete(question: CompletenessQuestion): boolean {
  const { memory, manifestOid } = question;
  if (memory === undefined || !isWorthRemembering(question)) return false;
  const fact = memory.statCache.getFact(factName(question, memory));
  return fact !== undefined && fact === `${manifestOid} ${storeStamp(question.store).digest}`;
}

/** Says whether the answer is one to be remembered. */
export function isWorthRemembering({ memory, members }: CompletenessQuestion): boolean {
  return memory !== undefined && memory.partial !== true && members >= MIN_MEMBERS;
}

/** What the folders of a store looked like before its objects were looked up. */
export type StoreStamp = ReturnType<typeof storeStamp>;

/** Stats the folders of a store; call it before looking up objects. */
export function storeStamp({ dir }: ObjectStore): { readonly digest: string; readonly isSettled: boolean } {
  const { mtimesNs, inos } = statNames(dir, SHARDS);
  const bytes = Buffer.concat([Buffer.from(mtimesNs.buffer), Buffer.from(inos.buffer)]);
  const settledNs = BigInt(Date.now()) * 1_000_000n - SETTLE_NS;
  return { digest: hashBytes(bytes), isSettled: mtimesNs.every((mtimeNs) => mtimeNs < settledNs) };
}

/** Remembers that all objects were found after the stamp was taken. */
export function rememberComplete(question: CompletenessQuestion, stamp: StoreStamp): void {
  const { memory, manifestOid } = question;
  if (memory === undefined || !isWorthRemembering(question) || !stamp.isSettled) return;
  memory.statCache.setFact(factName(question, memory), `${manifestOid} ${stamp.digest}`);
}

function factName({ store }: CompletenessQuestion, { key }: DigestMemory): string {
  return `complete:${key}@${store.dir}`;
}
