import type { Oid } from "../../base/oid.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { type StoreStamp, storeStamp } from "../../store/store-stamp.ts";
import type { DigestMemory } from "./digest-memory.ts";

/** Manifests with fewer members are looked up each time: that is fast, and notices an object that was tampered with. */
const MIN_MEMBERS = 1000;

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
export function isWorthRemembering({ memory, members }: Pick<CompletenessQuestion, "memory" | "members">): boolean {
  return memory !== undefined && memory.partial !== true && members >= MIN_MEMBERS;
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
