import { expect, test } from "vitest";
import { setCredentialHelper, unsetCredentialHelper } from "./credential-helper.ts";
import { gitFixture } from "./testing/git-fixture.ts";

test("setCredentialHelper() twice is the same as once, a new path replaces the old, and what the user set stays", async () => {
  const { git, ...context } = await gitFixture(process.env.PATH);
  const place = { url: "https://a.org/acme/animals", withPath: true };
  const key = `credential.${place.url}.helper`;
  const values = async () => (await git(".", "config", "--global", "--get-all", key)).split("\n");
  await git(".", "config", "--global", "--add", key, "own");
  await setCredentialHelper(context, place, "/old/lode");
  await setCredentialHelper(context, place, "/new/lode");
  await setCredentialHelper(context, place, "/new/lode");
  expect(await values()).toEqual(["own", "", "!/new/lode auth git-credential"]);
  expect(await git(".", "config", "--global", `credential.${place.url}.useHttpPath`)).toBe("true");
  await unsetCredentialHelper(context, place);
  expect(await values()).toEqual(["own"]);
  await unsetCredentialHelper(context, place);
  expect(await git(".", "config", "--global", "--list")).toBe(`${key}=own`);
});
