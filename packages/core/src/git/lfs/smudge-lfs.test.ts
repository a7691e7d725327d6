import { createHash } from "node:crypto";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { type GitFixture, gitFixture } from "../testing/git-fixture.ts";
import { detectLfsPointer } from "./lfs-pointer.ts";
import { prefetchLfs, smudgeLfs } from "./smudge-lfs.ts";

const CONTENT = "large content\n";
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");
const POINTER = Buffer.from(
  `version https://git-lfs.github.com/spec/v1\noid sha256:${SHA256}\nsize ${CONTENT.length}\n`,
);

/** Puts a small git-lfs on PATH: it knows one content, and writes down how it is called. */
async function withLfs(fixture: GitFixture, content: string): Promise<GitFixture["env"]> {
  await fixture.write("content", content);
  const cases = [
    "version) echo git-lfs/3.0.0 ;;",
    `smudge) grep -q ${SHA256} && cat "${join(fixture.dir, "content")}" ;;`,
    `fetch) printf '%s\\n' "$@" > "${join(fixture.dir, "calls")}" ;;`,
  ];
  await fixture.write("bin/git-lfs", `#!/bin/sh\ncase "$1" in\n${cases.join("\n")}\nesac\n`);
  await chmod(join(fixture.dir, "bin/git-lfs"), 0o755);
  return { ...fixture.env, PATH: `${join(fixture.dir, "bin")}:${fixture.env.PATH}` };
}

test("detectLfsPointer() knows pointers and nothing else", () => {
  expect(detectLfsPointer(POINTER)).toEqual({ sha256: SHA256, sizeBytes: CONTENT.length });
  const old = Buffer.from(POINTER.toString().replace("git-lfs.github.com", "hawser.github.com"));
  expect(detectLfsPointer(old)?.sha256).toBe(SHA256);
  const extended = Buffer.from(POINTER.toString().replace("oid", `ext-0-x sha256:${SHA256}\noid`));
  expect(detectLfsPointer(extended)?.sha256).toBe(SHA256);
  const others = [
    "",
    "outs:\n",
    "version https://git-lfs.github.com/spec/v1\n",
    POINTER.toString().replace("sha256", "md5"),
  ];
  for (const other of others) expect(detectLfsPointer(Buffer.from(other))).toBeUndefined();
  expect(detectLfsPointer(Buffer.concat([POINTER, Buffer.alloc(1024, "x")]))).toBeUndefined();
});

test("smudgeLfs() delivers the content of a pointer", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = { ...(await fixture.repo("r", { big: POINTER })), env: await withLfs(fixture, CONTENT) };
  expect(await text(smudgeLfs(repo, { path: "-big file", pointer: POINTER }))).toBe(CONTENT);
});

test.each(["other content\n", "", POINTER.toString()])(
  "smudgeLfs() fails when git-lfs delivers %j",
  async (content) => {
    const fixture = await gitFixture(process.env.PATH);
    const repo = { ...(await fixture.repo("r", { big: POINTER })), env: await withLfs(fixture, content) };
    const stream = smudgeLfs(repo, { path: "big", pointer: POINTER });
    await expect(text(stream)).rejects.toMatchObject({ code: "LFS_FAILED", kind: "integrity" });
  },
);

test("smudgeLfs() throws LFS_MISSING, naming the file, when git-lfs is not installed", async () => {
  const fixture = await gitFixture(process.env.PATH);
  await fixture.write("bin/git-lfs", "#!/bin/sh\nexit 1\n");
  await chmod(join(fixture.dir, "bin/git-lfs"), 0o755);
  const env = { ...fixture.env, PATH: `${join(fixture.dir, "bin")}:${fixture.env.PATH}` };
  const repo = { ...(await fixture.repo("r", { big: POINTER })), env };
  const failure = text(smudgeLfs(repo, { path: "models/big", pointer: POINTER }));
  await expect(failure).rejects.toMatchObject({ code: "LFS_MISSING", message: expect.stringContaining("models/big") });
});

test("prefetchLfs() names the files to git-lfs and leaves out names that would be patterns", async () => {
  const fixture = await gitFixture(process.env.PATH);
  const repo = { ...(await fixture.repo("r", { big: POINTER })), env: await withLfs(fixture, CONTENT) };
  const commit = await fixture.git("r", "rev-parse", "HEAD");
  await prefetchLfs(repo, commit, { paths: ["big"] });
  await expect(fixture.git("", "-c", "alias.calls=!cat calls", "calls")).rejects.toThrow("calls");
  await fixture.git("r", "remote", "add", "origin", "https://example.com/r");
  await prefetchLfs(repo, commit, { paths: ["big", "b,c", "d*", "e f"] });
  const calls = await fixture.git("", "-c", "alias.calls=!cat calls", "calls");
  expect(calls.split("\n")).toEqual(["fetch", "--include=big,e f", "--exclude=", "origin", commit]);
});
