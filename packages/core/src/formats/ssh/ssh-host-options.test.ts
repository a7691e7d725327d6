import { expect, test } from "vitest";
import { sshHostOptions } from "./ssh-host-options.ts";

const CONFIG = `
Host data data-*
  HostName %h.example.org
  port 2222
  IdentityFile "~/.ssh/a key"
  UserKnownHostsFile ~/a ~/b
  StrictHostKeyChecking Accept-New
  ProxyJump me@one:23, two
Match exec "false"
  User wrong
Host *
  User me
  IdentityFile ~/.ssh/other
  IdentitiesOnly yes
`;

test("sshHostOptions() takes the first word on each option, and all identities", () => {
  expect(sshHostOptions(CONFIG, "data-1", undefined)).toMatchObject({
    hostName: "data-1.example.org",
    port: 2222,
    user: "me",
    identityFiles: ["~/.ssh/a key", "~/.ssh/other"],
    identitiesOnly: true,
    userKnownHostsFiles: ["~/a", "~/b"],
    strictHostKeyChecking: "accept-new",
    proxyJump: ["me@one:23", "two"],
  });
});

test("sshHostOptions() of an unknown host is what is said of all", () => {
  const options = sshHostOptions(CONFIG, "else", undefined);
  expect(options).toMatchObject({ hostName: undefined, port: undefined, user: "me", proxyJump: [] });
});

test("sshHostOptions() runs no program", () => {
  expect(sshHostOptions('Match exec "true"\n  User wrong\n', "host", undefined).user).toBeUndefined();
});

test.each(['Host "data\n  User me', "Match user"])("sshHostOptions() refuses %j", (text) => {
  expect(() => sshHostOptions(text, "data", undefined)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
});
