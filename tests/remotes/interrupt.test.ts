import { join } from "node:path";
import { expect, test } from "vitest";
import { type BothTools, makeBothTools, readData, writeFiles } from "../compat/remotes/both-tools.ts";
import { startFaultyProxy } from "../servers/faulty-proxy.ts";
import { expectNamed, filesBelow, isObject, storedKinds } from "./stored-kinds.ts";

const DATA = {
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`dir/${i}`, `content ${i} `.repeat(500)])),
  "dir/large": Buffer.alloc(8 << 20, "a line of the large file\n"),
};
/** Every connection comes to a halt soon, and for longer than the test lasts. */
const HALT = { seed: 1, answers: ["delay"], requests: ["delay"], everyBytes: 20_000, delayMs: 600_000 } as const;

test.each(Object.entries(storedKinds))(
  "%s: Ctrl-C ends a transfer with everything whole, and the next one goes on",
  async (kind, start) => {
    const stored = await start();
    await using proxy = await startFaultyProxy(stored.url, HALT);
    const { url = "" } = proxy.settings;
    using tools = makeBothTools({ url: stored.remoteUrl(url), options: { ...stored.options(url), ...patience(kind) } });
    await tools.init("first");
    writeFiles(tools.pathOf("first"), DATA);
    await tools.run("lode", "first", ["add", "dir"]);
    await interrupt(tools, proxy, { project: "first", args: ["push"] });
    expectNamed(await stored.files());
    await tools.run("lode", "first", ["push"]);
    tools.clone("first", "second");
    await interrupt(tools, proxy, { project: "second", args: ["fetch"] });
    const cached = filesBelow(join(tools.pathOf("second"), ".dvc/cache"));
    expectNamed(cached);
    expect([...cached.keys()].filter((path) => !isObject(path))).toEqual([]);
    await tools.run("lode", "second", ["pull"]);
    expect(Object.keys(readData(tools.pathOf("second")))).toHaveLength(Object.keys(DATA).length);
  },
);

/** Interrupts a command when its connections have come to a halt. */
async function interrupt(
  tools: BothTools,
  proxy: Awaited<ReturnType<typeof startFaultyProxy>>,
  { project, args }: { readonly project: string; readonly args: readonly string[] },
): Promise<void> {
  const before = proxy.faults;
  proxy.isOn = true;
  const command = tools.start("lode", project, args);
  await expect.poll(() => proxy.faults, { timeout: 60_000 }).toBeGreaterThan(before);
  command.interrupt();
  expect(await command.ended).toMatchObject({ exitCode: 252 });
  proxy.isOn = false;
}

/** Waits longer than the test does: nothing but Ctrl-C ends these commands. */
function patience(kind: string): Readonly<Record<string, string>> {
  if (kind === "gs") return {};
  if (kind === "azure") return { connection_timeout: "500", read_timeout: "500" };
  return kind === "webdav" ? { timeout: "500" } : { connect_timeout: "500", read_timeout: "500" };
}
