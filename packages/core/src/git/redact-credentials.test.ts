import { expect, test } from "vitest";
import { redactCredentials } from "./redact-credentials.ts";

test.each([
  ["fatal: no 'https://user:p@ss@host/x' here", "fatal: no 'https://***@host/x' here"],
  ["https://ghp_token@github.com/a/b", "https://***@github.com/a/b"],
  ["ssh://git@host/x ssh://git:pw@host/x", "ssh://git@host/x ssh://git:***@host/x"],
  ["http://h/x?private_token=abc&a=1&X-Amz-Signature=ff", "http://h/x?private_token=***&a=1&X-Amz-Signature=***"],
  ["git@host:a/b https://host/a@b", "git@host:a/b https://host/a@b"],
])("redactCredentials() turns %j into %j", (text, redacted) => {
  expect(redactCredentials(text)).toBe(redacted);
});
