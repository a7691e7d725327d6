import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LodeEvent } from "../../base/events.ts";
import type { SignIn } from "../../formats/sign-in/sign-in.ts";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { forgetSignIn, keepSignIn, readSignIns } from "./sign-in-store.ts";

function signIn(server: string, token: string): SignIn {
  return { server, repository: undefined, user: "u", token, scope: undefined, expiresAt: undefined };
}

test("keepSignIn() keeps what several keep at once, and the last for one server", async () => {
  using folder = makeTempFolder();
  const file = join(folder.path, "config/lode/sign-ins.json");
  const servers = ["https://a.org", "https://b.org", "https://c.org"];
  await Promise.all(servers.map((server) => keepSignIn(file, signIn(server, "t"), {})));
  await keepSignIn(file, signIn("https://a.org", "second"), {});
  const tokens = readSignIns(file).map(({ server, token }) => `${server} ${token}`);
  expect(new Set(tokens)).toEqual(new Set(["https://a.org second", "https://b.org t", "https://c.org t"]));
  expect(folder.list()).toEqual(["config/lode/sign-ins.json", "config/lode/sign-ins.json.lock"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("forgetSignIn() leaves a sign-in that was made meanwhile", async () => {
  using folder = makeTempFolder();
  const file = join(folder.path, "sign-ins.json");
  const kept = signIn("https://a.org", "new");
  await keepSignIn(file, kept, {});
  await forgetSignIn(file, { place: kept, token: "old" }, {});
  expect(readSignIns(file)).toEqual([kept]);
  await forgetSignIn(file, { place: kept, token: "new" }, {});
  expect(readSignIns(file)).toEqual([]);
});

test("readSignIns() keeps others from reading the file before it reads it, and says so", () => {
  using folder = makeTempFolder();
  const file = folder.write("sign-ins.json", '{"version": 1, "sign_ins": []}');
  chmodSync(file, 0o664);
  const events: LodeEvent[] = [];
  expect(readSignIns(file, (event) => events.push(event))).toEqual([]);
  expect(events).toMatchObject([{ type: "warning", message: expect.stringContaining("Others could read") }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("keepSignIn() leaves a file that it does not understand as it is", async () => {
  using folder = makeTempFolder();
  const file = join(folder.path, "sign-ins.json");
  writeFileSync(file, '{"version": 9}', { mode: 0o600 });
  await expect(keepSignIn(file, signIn("https://a.org", "t"), {})).rejects.toMatchObject({ code: "SIGN_INS_INVALID" });
  expect(folder.list()).toContain("sign-ins.json");
  expect(() => readSignIns(file)).toThrow("its version is not 1");
});
