import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRegistry } from "../../server/registry-fixture.ts";
import { SignedInUser, versions } from "./signed-in-user.ts";

/** Who publishes and who takes, in a repository that everybody may read, or members only. */
const pairs = [
  { publisher: "dvc", taker: "lode", repository: "open" },
  { publisher: "lode", taker: "dvc", repository: "open" },
  { publisher: "dvc", taker: "lode", repository: "closed" },
  { publisher: "lode", taker: "dvc", repository: "closed" },
  { publisher: "lode", taker: "lode", repository: "closed" },
  { publisher: "dvc", taker: "dvc", repository: "closed" },
] as const;

/** Each starts dvc up to thirty times, which takes seconds on a busy machine. */
const TIMEOUT_MS = 600_000;

test.each(pairs)(
  "$publisher publishes to $repository, $taker clones, pulls, lists, gets, imports and updates",
  async ({ publisher, taker, repository }) => {
    await using fixture = await startRegistry();
    using owner = await SignedInUser.make(publisher, fixture, "writer");
    using user = await SignedInUser.make(taker, fixture, "reader");
    const source = user.source(repository);
    await owner.publish(repository, "v1");

    await user.do(".", `git clone --quiet ${source} clone`, `git clone --quiet --depth 1 ${source}.git shallow`);
    await user.tellTool("clone");
    await user.do("clone", "tool pull");
    await user.expectData("clone/data", "v1");
    expect(await user.do("clone", "tool status")).toContain("Data and pipelines are up to date.");
    expect(await user.do("clone", "tool status -c")).toContain("are in sync");

    const listed = JSON.parse(await user.do(".", `tool list ${source} data -R --json`));
    expect(new Set(listed.map(({ path }: { path: string }) => path))).toEqual(new Set(Object.keys(versions.v1)));
    await user.do(".", `tool get ${source} data -o got`, `tool get ${source} model.bin --rev v1 -o old.bin`);
    await user.expectData("got", "v1");
    expect(user.read("old.bin")).toBe("model v1");

    await user.do("project", "git init --quiet", "tool init --quiet");
    await user.do(
      "project",
      `tool import --quiet ${source} data -o set`,
      `tool import --quiet ${source} model.bin --rev v1`,
    );
    await user.expectData("project/set", "v1");
    await owner.publish(repository, "v2");
    await user.do("project", "tool update --quiet set.dvc", "tool update --quiet model.bin.dvc --rev v2");
    await user.expectData("project/set", "v2");
    expect(user.read("project/model.bin")).toBe("model v2");

    await user.do("clone", "git pull --quiet", "tool pull");
    await user.expectData("clone/data", "v2");
    // A second push finds everything there.
    expect(await owner.do("work", "tool push")).toContain("Everything is up to date.");
  },
  TIMEOUT_MS,
);

test.each(["dvc", "lode"] as const)(
  "%s cannot push what a reader may not, and git refuses commits without data",
  async (tool) => {
    await using fixture = await startRegistry();
    using owner = await SignedInUser.make("lode", fixture, "writer");
    await owner.publish("open", "v1");
    using user = await SignedInUser.make(tool, fixture, "reader");
    await user.do(".", `git clone --quiet ${user.source("open")} clone`);
    await user.tellTool("clone");
    writeFileSync(join(user.client.path, "clone/more.txt"), "more");
    await user.do("clone", "tool add --quiet more.txt", "git add .", "git commit --quiet -m more");
    await expect(user.do("clone", "tool push")).rejects.toThrow("ended with");
    await expect(user.do("clone", "git push --quiet origin main")).rejects.toThrow("403");
    // A writer whose data is not there yet is told what to do.
    writeFileSync(join(owner.client.path, "work/more.txt"), "more");
    await owner.do("work", "lode add --quiet more.txt", "git add .", "git commit --quiet -m more");
    await expect(owner.do("work", "git push --quiet origin main")).rejects.toThrow("Send them, then push again");
    await owner.do("work", "lode push", "git push --quiet origin main");
  },
  TIMEOUT_MS,
);
