import { expect, test } from "vitest";
import { publicGitUrl } from "./public-git-url.ts";

test.each([
  ["https://user:secret@example.com/team/a.git", "https://example.com/team/a.git"],
  ["https://example.com/a?private_token=secret", "https://example.com/a?private_token=***"],
  ["ssh://git:secret@example.com/a", "ssh://git@example.com/a"],
  ["git@example.com:team/a.git", "git@example.com:team/a.git"],
])("publicGitUrl() shows %j as %j", (url, shown) => {
  expect(publicGitUrl(url)).toBe(shown);
});

test.each(["/srv/a", "file:///srv/a", "FILE:///srv/a", "C:/a", "javascript:alert(1)//x", "../a"])(
  "publicGitUrl() refuses %j",
  (url) => {
    expect(() => publicGitUrl(url)).toThrow(expect.objectContaining({ code: "SOURCE_URL_REFUSED" }));
  },
);
