import { chmodSync, existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeBothTools, writeFiles } from "../compat/remotes/both-tools.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { startSshd } from "../servers/sshd.ts";
import { startWebdav } from "../servers/webdav.ts";

const DAY_S = 24 * 60 * 60;
const OLD = ".abcdefghijklmnopqrstuv.tmp";
const YOUNG = ".bcdefghijklmnopqrstuvw.tmp";

const kinds = {
  ssh: {
    start: startSshd,
    url: ({ url }: Settings) => `${url}/store`,
    options: ({ keyFile }: Settings) => ({ keyfile: String(keyFile) }),
    env: ({ clientHome }: Settings) => ({ HOME: String(clientHome) }),
  },
  webdav: {
    start: startWebdav,
    url: ({ url }: Settings) => `${String(url).replace("http:", "webdav:")}/store`,
    options: ({ user, password }: Settings) => ({ user: String(user), password: String(password) }),
    env: () => ({}),
  },
};

type Settings = RunningServer["settings"];

test.each(Object.entries(kinds))(
  "%s: gc --cloud removes what uploads left that were killed a day ago (gc-uploads)",
  async (_, kind) => {
    const server = await kind.start();
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { settings } = server;
    const folder = join(String(settings.folder), "store/files/md5/ab");
    for (const path of ["store", "store/files", "store/files/md5", "store/files/md5/ab"]) {
      mkdirSync(join(String(settings.folder), path));
      // The server is another user.
      chmodSync(join(String(settings.folder), path), 0o777);
    }
    const nowS = Date.now() / 1000;
    for (const [name, ageS] of [
      [OLD, DAY_S + 60],
      [YOUNG, DAY_S - 600],
    ] as const) {
      writeFileSync(join(folder, name), "a part");
      utimesSync(join(folder, name), nowS - ageS, nowS - ageS);
    }
    using tools = makeBothTools({ url: kind.url(settings), options: kind.options(settings), env: kind.env(settings) });
    await tools.init("project");
    writeFiles(tools.pathOf("project"), { file: "content" });
    await tools.run("lode", "project", ["add", "file"]);
    await tools.run("lode", "project", ["push"]);
    const dry = await tools.run("lode", "project", ["gc", "-w", "-c", "-f", "--dry"]);
    expect(dry).toMatch(
      /Removing \S+\/files\/md5\/ab\/\.abcdefghijklmnopqrstuv\.tmp\nRemoved 1 broken uploads from remote\.\n$/,
    );
    expect(existsSync(join(folder, OLD))).toBe(true);
    await tools.run("lode", "project", ["gc", "-w", "-c", "-f"]);
    expect([OLD, YOUNG].map((name) => existsSync(join(folder, name)))).toEqual([false, true]);
    expect(await tools.run("lode", "project", ["gc", "-w", "-c", "-f"])).not.toContain("broken");
    expect(JSON.parse(await tools.run("lode", "project", ["status", "-c", "--json"]))).toEqual({});
  },
);
