import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BothTools, type Ended, makeBothTools, readData, writeFiles } from "../compat/remotes/both-tools.ts";
import { type Fault, startFaultyProxy } from "../servers/faulty-proxy.ts";
import { expectNamed, filesBelow, isObject, storedKinds } from "./stored-kinds.ts";

const BREAKS: readonly Fault[] = ["drop", "truncate", "delay"];
const SMALL = {
  ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`dir/${i}`, `content ${i} `.repeat(i * 20)])),
  single: "single",
};
/** Longer than any of them needs; each run may end with an error that is said. */
const MOST_RUNS = 8;

test.each(Object.entries(storedKinds).flatMap(([kind, start]) => [1, 2, 3].map((seed) => ({ kind, start, seed }))))(
  "$kind: push, fetch, pull and get give nothing wrong on a bad connection (seed $seed)",
  async ({ start, seed }) => {
    const stored = await start();
    const data = { ...SMALL, "dir/large": Buffer.alloc(stored.largeBytes, "a line of the large file\n") };
    // What a server stores of corrupted requests is its own affair; that answers are not what they were is noticed here.
    const plan = {
      seed,
      answers: [...BREAKS, "corrupt"],
      requests: BREAKS,
      // With two of them in each large file, hardly any upload that is one request would ever come through.
      everyBytes: stored.largeBytes,
      delayMs: 200,
    } as const;
    await using proxy = await startFaultyProxy(stored.url, plan);
    const { url = "" } = proxy.settings;
    using tools = makeBothTools({ url: stored.remoteUrl(url), options: stored.options(url) });
    await tools.init("first");
    writeFiles(tools.pathOf("first"), data);
    await tools.run("lode", "first", ["add", "dir", "single"]);
    proxy.isOn = true;
    await untilDone(tools, { args: ["push"], project: "first" }, async () => expectNamed(await stored.files()));
    tools.clone("first", "second");
    const sent = [...(await stored.files()).keys()];
    expect(sent.filter(isObject)).toHaveLength(Object.keys(data).length + 1);
    const cache = join(tools.pathOf("second"), ".dvc/cache");
    await untilDone(tools, { args: ["fetch"], project: "second" }, () => expectNamed(filesBelow(cache)));
    tools.clone("first", "third");
    await untilDone(tools, { args: ["pull"], project: "third" }, () =>
      expectRight(readData(tools.pathOf("third")), data),
    );
    expect(readData(tools.pathOf("third"))).toEqual(asText(data));
    rmSync(join(tools.pathOf("first"), ".dvc/cache"), { recursive: true });
    mkdirSync(tools.pathOf("fourth"));
    await untilDone(tools, { args: ["get", "--force", "../first", "dir"], project: "fourth" }, () =>
      expectRight(readData(tools.pathOf("fourth")), data),
    );
    expect(proxy.faults).toBeGreaterThan(0);
  },
);

/** Runs a command until it ends well, looking after each time that nothing is wrong. */
async function untilDone(tools: BothTools, { args, project }: Command, look: Look): Promise<void> {
  const errors: string[] = [];
  for (let run = 0; run < MOST_RUNS; run++) {
    const ended = await tools.attempt("lode", project, args);
    await look();
    if (ended.exitCode === 0) return;
    refuseUnclear(args, ended);
    errors.push(ended.stderr);
  }
  throw new Error(`${args.join(" ")} did not come to an end:\n${errors.join("\n")}`);
}

type Look = () => Promise<void> | void;

/** What is run, and where. */
interface Command {
  readonly args: readonly string[];
  readonly project: string;
}

/** A command that fails says why, and is no bug. */
function refuseUnclear(args: readonly string[], { exitCode, stderr }: Ended): void {
  if ((exitCode === 1 || exitCode === 255) && /^ERROR: Cannot/m.test(stderr) && !/unexpected error/.test(stderr))
    return;
  throw new Error(`${args.join(" ")} ended with ${exitCode}:\n${stderr}`);
}

/** What is there of the data is right. */
function expectRight(found: Readonly<Record<string, string>>, data: Readonly<Record<string, string | Buffer>>): void {
  expect(asText(data)).toMatchObject(found);
}

function asText(files: Readonly<Record<string, string | Buffer>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, String(content)]));
}
