import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectId, ObjectIds, QueryContext } from "../remote.ts";
import { runAtOnce } from "../run-at-once.ts";
import { estimateListing, FOLDER_PAGE, type ListingCost } from "./estimate-objects.ts";
import { allMd5, folderOfPrefix, type ObjectFolder, oidsInFolder, prefixes } from "./oids-in-folder.ts";
import type { RemoteStorage } from "./remote-storage.ts";

/** So many rounds of questions are asked before a listing is thought of. */
const FEW_ROUNDS = 2;
/** A page with many names takes longer than a question about one object. */
const PAGE_WEIGHT = 2;

/** A question to the storage: about one object, or about a folder of objects. */
type Question = { readonly oid: Oid } | ObjectFolder;

/**
 * Finds those objects that storage does not hold, by the fewest questions: each object is asked for, or folders are
 * listed, whichever is estimated to take fewer requests.
 *
 * @throws what the storage throws
 */
export async function findInStorage(
  storage: RemoteStorage,
  { hashName, oids }: ObjectIds,
  context: QueryContext,
): Promise<ReadonlySet<Oid>> {
  const missing = new Set(oids);
  const { jobs = storage.jobs } = context;
  const answer = (question: Question): AsyncIterable<Oid> =>
    "oid" in question
      ? ifThere(storage, { hashName, oid: question.oid }, context)
      : oidsInFolder(storage, question, context);
  const questions = await chooseQuestions(storage, { hashName, oids: [...missing] }, { ...context, jobs });
  await runAtOnce(questions, jobs, async (question) => {
    for await (const oid of answer(question)) missing.delete(oid);
  });
  return missing;
}

async function* ifThere(storage: RemoteStorage, id: ObjectId, run: RunContext): AsyncGenerator<Oid> {
  if ((await storage.stat(objectKey(id), run)) !== undefined) yield id.oid;
}

async function chooseQuestions(
  storage: RemoteStorage,
  { hashName, oids }: ObjectIds,
  context: QueryContext & { readonly jobs: number },
): Promise<readonly Question[]> {
  if (storage.list === undefined || oids.length <= FEW_ROUNDS * context.jobs) return oids.map((oid) => ({ oid }));
  const mostObjects = (oids.length * (storage.pageFiles ?? FOLDER_PAGE)) / PAGE_WEIGHT;
  const cost = await estimateListing(storage, { hashName, mostObjects }, context).catch(refused);
  if (cost === undefined) return oids.map((oid) => ({ oid }));
  if (isWholeFaster(cost, context.jobs)) return [allMd5];
  const byPrefix = Map.groupBy(oids, (oid) => oid.slice(0, 2));
  return [...byPrefix].flatMap(([prefix, wanted]): readonly Question[] =>
    wanted.length <= cost.perPrefix * PAGE_WEIGHT ? wanted.map((oid) => ({ oid })) : [folderOfPrefix(hashName, prefix)],
  );
}

/** Who may not list may still ask. */
function refused(error: unknown): undefined {
  if (!isLodeError(error, "STORAGE_DENIED")) throw error;
}

/** Pages of one listing come one after the other, those of folders at once. */
export function isWholeFaster({ whole }: ListingCost, jobs: number): boolean {
  return whole < prefixes.length / jobs;
}
