import { expect, test } from "vitest";
import { createIgnoreMatcher, type IgnoreMatcher } from "./ignore-matcher.ts";

/** Texts of `.dvcignore` files by directory. */
type IgnoreTexts = Readonly<Record<string, string>>;

function matcherOf(dir: string, texts: IgnoreTexts): IgnoreMatcher {
  let matcher = createIgnoreMatcher({ ignoreText: texts[""] });
  let path = "";
  for (const name of dir === "" ? [] : dir.split("/")) {
    path = path === "" ? name : `${path}/${name}`;
    matcher = matcher.enter(name, { ignoreText: texts[path] });
  }
  return matcher;
}

/** A path that ends with a slash is a directory. */
function isIgnored(path: string, texts: IgnoreTexts | string): boolean {
  const parts = path.replace(/\/$/, "").split("/");
  const name = parts.pop() ?? "";
  const matcher = matcherOf(parts.join("/"), typeof texts === "string" ? { "": texts } : texts);
  const ignored = matcher.isIgnored(name, path.endsWith("/"));
  expect(matcher.explain(name, path.endsWith("/")).ignored).toBe(ignored);
  return ignored;
}

// The expectations were obtained from DVC 3.67.1 with pathspec 1.1.1.
test.each([
  ["foo", "a/foo"],
  ["foo", "foo/bar"],
  ["foo/", "a/foo/"],
  ["/foo", "foo/x"],
  ["a/b", "a/b/c"],
  ["a/**/c", "a/c"],
  ["a/**/c", "a/x/y/c"],
  ["a/**/b/**/c", "a/x/b/y/c"],
  ["**/c", "a/b/c"],
  ["a/**", "a/b"],
  ["a/**", "a/"],
  ["*", "a"],
  ["**", "a/b"],
  ["*.py[co]", "a/x.pyc"],
  ["[!a]b", "cb"],
  ["[^a]b", "cb"],
  ["[]z]", "]"],
  ["[a-]", "-"],
  ["f*o*r", "foobar"],
  ["f?o", "f\u{1F600}o"],
  ["\\#x", "#x"],
  ["\\!x", "!x"],
  ["a\\*", "a*"],
  [" foo \n", "foo"],
  ["x\r\nfoo\r\n", "foo"],
  ["", ".git/"],
  ["", ".git"],
  ["", "a/.dvc/"],
  ["", ".hg/"],
  ["a[!b]c", "a/c"],
  ["d*\n!data/", "data/f"],
  ["**\n!keep", "a"],
])("isIgnored() with the rules %j ignores %s", (text, path) => {
  expect(isIgnored(path, text)).toBe(true);
});

test.each([
  ["foo/", "foo"],
  ["/foo", "a/foo"],
  ["a/b", "x/a/b"],
  ["# foo", "# foo"],
  ["*/", "a/"],
  ["**/", "a/b/"],
  ["/", "a"],
  ["[a", "[a"],
  ["a/**", "a"],
  ["foo\n!foo", "foo"],
  ["*\n!keep", "keep"],
  ["foo*\n!foobar", "foobar"],
  ["", ".hg"],
  ["", ".dvc"],
  ["f?o", "f/o"],
  ["a\\*", "ab"],
])("isIgnored() with the rules %j leaves %s", (text, path) => {
  expect(isIgnored(path, text)).toBe(false);
});

test("isIgnored() cannot be taken back below an ignored directory", () => {
  expect(isIgnored("a/keep", "a\n!keep")).toBe(true);
  expect(isIgnored("a/keep", { "": "a", a: "!keep" })).toBe(true);
});

test("enter() applies a nested file below its directory only", () => {
  const texts = { sub: "x\n/y\nz/w\n!keep", "": "keep" };
  expect(isIgnored("sub/x", texts)).toBe(true);
  expect(isIgnored("sub/a/x", texts)).toBe(true);
  expect(isIgnored("x", texts)).toBe(false);
  expect(isIgnored("sub/y", texts)).toBe(true);
  expect(isIgnored("sub/a/y", texts)).toBe(false);
  expect(isIgnored("sub/z/w", texts)).toBe(true);
  expect(isIgnored("sub/keep", texts)).toBe(false);
  expect(isIgnored("keep", texts)).toBe(true);
});

test("enter() keeps DVC's oddities of nested files", () => {
  expect(isIgnored("sub/!x", { sub: "\\!x" })).toBe(true);
  expect(isIgnored("sub/a*", { sub: "\\a*" })).toBe(true);
  expect(isIgnored("s[1]/x", { "s[1]": "x" })).toBe(false);
  expect(isIgnored("sub/d/", { sub: "*/" })).toBe(true);
  expect(isIgnored("sub/keep", { sub: "**\n!keep" })).toBe(true);
});

test("enter() does not read a file that is ignored", () => {
  expect(isIgnored("sub/x", { "": ".dvcignore", sub: "x" })).toBe(false);
});

test("enter() ignores other projects", () => {
  const root = createIgnoreMatcher({ subprojects: ["sub"] });
  expect(root.isIgnored("sub", true)).toBe(true);
  expect(root.isIgnored("sub", false)).toBe(false);
  expect(root.explain("sub", true).rule?.description).toBe("in sub_repo:sub");
  const nested = root.enter("a", { subprojects: ["b"] });
  expect(nested.isIgnored("b", true)).toBe(true);
  expect(nested.enter("b").isIgnored("x", false)).toBe(true);
});

test.each([
  ["foo", "a/foo", ".dvcignore:1:foo"],
  ["# c\n\n foo ", "foo/x/y", ".dvcignore:3:foo"],
  ["foo\n!foo", "foo", ".dvcignore:2:!foo"],
  ["foo\nf*", "foo", ".dvcignore:1:foo"],
  ["f*\nfoo/\nfoo", "foo", ".dvcignore:3:foo"],
  ["", ".git", ":.git"],
  ["", ".dvc/", ":.dvc/"],
  ["x", "foo", undefined],
])("explain() with the rules %j says for %s %s", (text, path, description) => {
  const parts = path.replace(/\/$/, "").split("/");
  const name = parts.pop() ?? "";
  const { rule } = matcherOf(parts.join("/"), { "": text }).explain(name, path.endsWith("/"));
  expect(rule?.description).toBe(description);
});

test("explain() names the nested file and line", () => {
  const { rule } = matcherOf("sub", { sub: "a\n/b" }).explain("b", false);
  expect(rule).toMatchObject({ description: "sub/.dvcignore:2:/b", file: "sub/.dvcignore", line: 2 });
});

test.each(["a\\", "x\na\\/b", "[z-a]", "!"])("createIgnoreMatcher() refuses the pattern in %j", (text) => {
  expect(() => createIgnoreMatcher({ ignoreText: text })).toThrow(expect.objectContaining({ code: "IGNORE_INVALID" }));
});

test("createIgnoreMatcher() names the file and line of a bad pattern", () => {
  const root = createIgnoreMatcher();
  expect(() => root.enter("sub", { ignoreText: "ok\na \\" })).toThrow('"a \\\\" in line 2 of "sub/.dvcignore"');
});

test("isIgnored() is not slowed down by hostile patterns", () => {
  const ignoreText = `${"*a".repeat(30)}b\n${"**/a/".repeat(30)}b\n${"*".repeat(100)}b\n`;
  let matcher = createIgnoreMatcher({ ignoreText });
  const start = performance.now();
  for (let depth = 0; depth < 100; depth++) matcher = matcher.enter("a");
  expect(matcher.isIgnored("a".repeat(255), false)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2000);
});
