import { expect, test } from "vitest";
import { judgeHostKey, knownHostName, knownKeyTypes, parseKnownHosts } from "./known-hosts.ts";

function keyOf(type: string, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + content)]);
}

const key = keyOf("ssh-ed25519", "one");
const other = keyOf("ssh-ed25519", "two");
const rsa = keyOf("ssh-rsa", "one");
const line = (hosts: string, bytes = key, type = "ssh-ed25519") =>
  `${hosts} ${type} ${bytes.toString("base64")} comment`;
const judge = (text: string, name: string, shown = key) => judgeHostKey(parseKnownHosts(text), name, shown);

test.each([
  [line("host"), "host", "known"],
  [line("a,host,b"), "host", "known"],
  [line("*.example,!bad.example"), "good.example", "known"],
  [line("*.example,!bad.example"), "bad.example", "unknown"],
  [line("h?st"), "host", "known"],
  [line("host"), "[host]:2222", "unknown"],
  [line("[host]:2222"), "[host]:2222", "known"],
  [line("host", other), "host", "changed"],
  [line("host", rsa, "ssh-rsa"), "host", "unknown"],
  [`${line("host", other)}\n${line("host")}`, "host", "known"],
  [`${line("host")}\n@revoked ${line("*")}`, "host", "revoked"],
  [`@cert-authority ${line("*")}`, "host", "unknown"],
  [`# ${line("host")}\n\nnonsense`, "host", "unknown"],
] as const)("judgeHostKey() of %j for %s says %s", (text, name, verdict) => {
  expect(judge(text, name)).toBe(verdict);
});

test("judgeHostKey() knows hashed names, as `ssh-keygen -H` writes them", () => {
  const hashed = "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=";
  expect(judge(line(hashed), "192.168.1.61")).toBe("known");
  expect(judge(line(hashed), "192.168.1.62")).toBe("unknown");
});

test("knownHostName() and knownKeyTypes() are those of the host", () => {
  expect([knownHostName("Host", 22), knownHostName("Host", 2222)]).toEqual(["host", "[host]:2222"]);
  const entries = parseKnownHosts(`${line("host")}\n${line("host", rsa, "ssh-rsa")}\n${line("else", rsa, "ssh-dss")}`);
  expect(knownKeyTypes(entries, "host")).toEqual(["ssh-ed25519", "ssh-rsa"]);
});
