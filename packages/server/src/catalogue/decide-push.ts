import { recordDone, recordRefused } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import type { PushQuestion, PushVerdict } from "../git/push-question.ts";
import { pushedCommits } from "../git/pushed-commits.ts";
import { enqueue } from "../jobs/job-queue.ts";
import { checkPush, type PushCheckPlaces } from "./check-push.ts";
import { describeLacks } from "./describe-lacks.ts";
import type { Repository } from "./repositories.ts";

/** How long git may take to move the references of a push that was accepted. */
const REFS_MOVE_MS = 3000;

/** Who pushes where. */
export interface Push {
  readonly caller: Caller;
  readonly repository: Repository;
}

/**
 * Decides whether a push may move its references, by the repository's policy: one whose objects are not all stored is
 * refused, or let through with a warning, or not looked at. The decision is in the audit log before it is told.
 */
export async function decidePush(
  places: PushCheckPlaces & { readonly git: GitHost },
  { caller, repository }: Push,
  question: PushQuestion,
): Promise<PushVerdict> {
  const message = repository.pushPolicy === "off" ? "" : await lacksOf(places, repository, question);
  const isAccepted = message === "" || repository.pushPolicy !== "refuse";
  const record = isAccepted ? recordDone : recordRefused;
  await places.database.transaction().execute(async (transaction) => {
    for (const { ref } of question.updates) {
      await record(transaction, caller, { action: "push to", target: `${repository.fullName}: ${ref}` });
    }
    // Asked for before the references move, so that it is not lost with the server; done after they have.
    if (isAccepted) await enqueue(transaction, { kind: "index", repositoryId: repository.id }, REFS_MOVE_MS);
  });
  if (isAccepted) return { isAccepted, message };
  return { isAccepted, message: `${message}lode: Nothing was changed here: the push is refused.\n` };
}

async function lacksOf(
  places: PushCheckPlaces & { readonly git: GitHost },
  repository: Repository,
  { quarantine, updates }: PushQuestion,
): Promise<string> {
  const repo = { ...hostedRepo(places.git, repository.id), quarantine };
  const commits = await pushedCommits(repo, updates);
  return describeLacks(await checkPush(places, { repository, repo }, commits), commits[0]);
}
