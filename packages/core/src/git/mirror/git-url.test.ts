import { expect, test } from "vitest";
import { parseGitUrl } from "./git-url.ts";

test.each([
  ["https://user:secret@Example.COM:443/a/B.git", "https://example.com/a/B.git"],
  ["https://token@example.com/a", "https://example.com/a"],
  ["ssh://git:secret@example.com:2222/a", "ssh://git@example.com:2222/a"],
  ["git@example.com:team/a.git", "git@example.com:team/a.git"],
  ["example.com:a", "example.com:a"],
  ["file:///srv/a b", "file:///srv/a b"],
  ["/srv/git/a", "/srv/git/a"],
  ["git+ssh://example.com/~me/a", "git+ssh://example.com/~me/a"],
  ["http://[::1]:8080/a", "http://[::1]:8080/a"],
])("parseGitUrl() cleans %j to %j", (url, clean) => {
  expect(parseGitUrl(url).clean).toBe(clean);
});

test.each([
  "",
  "-oProxyCommand=x:y",
  "--upload-pack=x",
  "ext::sh -c x",
  "EXT::x",
  "fd::17",
  "ssh://-oProxyCommand=x/y",
  "git@-oProxyCommand=x:y",
  "ssh://git@-oProxyCommand=x/y",
  "s3://bucket/x",
  "relative/path",
  "./x",
  "https://host/a\nb",
])("parseGitUrl() refuses %j", (url) => {
  expect(() => parseGitUrl(url)).toThrow(expect.objectContaining({ code: "SOURCE_URL_REFUSED" }));
});

test("parseGitUrl() gives one key to spellings of one address", () => {
  const keys = ["https://example.com/a", "HTTPS://u:p@EXAMPLE.com:443/a/", "https://example.com/a//"].map(
    (url) => parseGitUrl(url).key,
  );
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(parseGitUrl("https://example.com/A").key).not.toBe(keys[0]);
});

test("withCredentials() adds to the settings that the environment has already", () => {
  const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "a.b", GIT_CONFIG_VALUE_0: "c" };
  expect(parseGitUrl("https://u:p@h/x").withCredentials(env)).toEqual({
    ...env,
    GIT_CONFIG_COUNT: "2",
    GIT_CONFIG_KEY_1: "url.https://u:p@h/.insteadOf",
    GIT_CONFIG_VALUE_1: "https://h/",
  });
  expect(parseGitUrl("https://h/x").withCredentials(env)).toBe(env);
});
