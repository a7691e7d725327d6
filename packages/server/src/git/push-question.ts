import { resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { ensureDir, type GitQuarantine, writeFileAtomic } from "@lode/core/engine";

/** A push that git has received and not accepted yet. */
export interface PushQuestion {
  /** Where its objects are. */
  readonly quarantine: GitQuarantine;
  readonly updates: readonly RefUpdate[];
}

/** One reference that a push moves. Commits are full ids; all zeros: it is made, or removed. */
export interface RefUpdate {
  readonly before: string;
  readonly after: string;
  readonly ref: string;
}

/** What is answered to a push. */
export interface PushVerdict {
  readonly isAccepted: boolean;
  /** For the one who pushes; may be several lines. */
  readonly message: string;
}

/**
 * The hook of every hosted repository (githooks, pre-receive). Git hands the pipes that it was started with on to its
 * children, so the hook asks the server that started git, and nobody else can be asked.
 */
const hook = `#!/bin/sh
# Written by \`lode serve\` at each start.
{ printf '%s\\n%s\\n' "$GIT_OBJECT_DIRECTORY" "$GIT_ALTERNATE_OBJECT_DIRECTORIES"; cat; echo end; } >&3 || exit 1
read -r verdict <&4
cat <&4 >&2
test "$verdict" = accepted
`;

/** Writes the hook into a folder for \`core.hooksPath\`. Git passes over a hook that is not executable. */
export function writePreReceiveHook(hooksDir: string): void {
  ensureDir(hooksDir);
  writeFileAtomic(resolve(hooksDir, "pre-receive"), hook, { mode: 0o755 });
}

/** The two pipes of one push: what the hook asks, and where it reads the answer. */
export interface HookPipes {
  readonly question: Readable;
  readonly answer: Writable;
}

/**
 * Waits for the hook of one push and answers it. A push that moves nothing asks nothing.
 *
 * @param gitDir of the repository, which relative paths start from
 */
export async function answerHook(
  { question, answer }: HookPipes,
  gitDir: string,
  decide: (question: PushQuestion) => Promise<PushVerdict>,
): Promise<void> {
  // The hook's child processes are gone when it has asked; git itself keeps its end until the push is over.
  answer.on("error", () => undefined);
  const asked = parseQuestion(await untilEnd(question), gitDir);
  if (asked === undefined) {
    answer.end();
    return;
  }
  const { isAccepted, message } = await decide(asked);
  answer.end(`${isAccepted ? "accepted" : "refused"}\n${message}`);
}

/** Reads up to the line `end`; what comes before it, or undefined if the stream ends first. */
async function untilEnd(stream: Readable): Promise<string | undefined> {
  let seen = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    seen += chunk;
    if (seen.endsWith("\nend\n")) return seen.slice(0, -"end\n".length);
  }
  return undefined;
}

function parseQuestion(asked: string | undefined, gitDir: string): PushQuestion | undefined {
  if (asked === undefined) return undefined;
  const [objectDir = "", alternates = "", ...lines] = asked.split("\n");
  const updates = lines.flatMap((line): RefUpdate[] => {
    const [, before = "", after = "", ref = ""] = /^([0-9a-f]+) ([0-9a-f]+) (refs\/.+)$/.exec(line) ?? [];
    return ref === "" ? [] : [{ before, after, ref }];
  });
  return { quarantine: { objectDir: resolve(gitDir, objectDir), alternates }, updates };
}
