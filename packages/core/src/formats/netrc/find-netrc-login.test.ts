import { expect, test } from "vitest";
import { findNetrcLogin } from "./find-netrc-login.ts";

const text = `# mine
machine a.example login me password "se cret"
macdef init
machine evil.example login x password y

machine B.example
  login you
  account shared
  password pass#word
machine c.example login nobody
default login anonymous password guest
`;

test.each([
  ["a.example", { user: "me", password: "se cret" }],
  ["b.example", { user: "you", password: "pass#word" }],
  ["c.example", undefined],
  ["evil.example", { user: "anonymous", password: "guest" }],
])("findNetrcLogin() finds the login for %s", (host, login) => {
  expect(findNetrcLogin(text, host)).toEqual(login);
});

test("findNetrcLogin() finds nothing where nothing fits", () => {
  expect(findNetrcLogin("machine a.example login me password x\n", "b.example")).toBeUndefined();
  expect(findNetrcLogin("", "b.example")).toBeUndefined();
});
