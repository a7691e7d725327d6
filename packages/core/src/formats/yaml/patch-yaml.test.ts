import { expect, test } from "vitest";
import { parseYaml } from "./parse-yaml.ts";
import { patchYaml } from "./patch-yaml.ts";
import { type YamlValue, yamlFloat, yamlMap } from "./yaml-value.ts";

/** What changes, the old text, the new value, and what DVC 3.67.1 with ruamel.yaml 0.19.1 writes. */
const PATCHES: readonly (readonly [string, string, YamlValue, string])[] = [
  [
    "new values and a new key",
    `# top
outs:
# item
- md5: abc   # sum
  size: 4   # bytes
  path: a.txt
`,
    yamlMap({ outs: [yamlMap({ md5: "def", size: 4, path: "a.txt", hash: "md5" })] }),
    `# top
outs:
# item
- md5: def   # sum
  size: 4   # bytes
  path: a.txt
  hash: md5
`,
  ],
  [
    "a shorter sequence",
    `outs:
- path: a   # one
- path: b
# end
`,
    yamlMap({ outs: [yamlMap({ path: "a" })] }),
    `outs:
- path: a
`,
  ],
  [
    "other kinds of value",
    `frozen: true
deps: [a, 'b']
outs:
- a # c
- b
`,
    yamlMap({ deps: ["a", "c"], outs: ["x", "b"], frozen: yamlMap({}) }),
    `frozen: {}
deps: [a, c]
outs:
- x # c
- b
`,
  ],
  [
    "a text in a block scalar",
    `desc: |
  old
meta: {a: 1}
`,
    yamlMap({ desc: "new\ntext\n", meta: yamlMap({ a: 1, b: yamlMap({ c: 2 }) }) }),
    `desc: |
  new
  text
meta: {a: 1, b: {c: 2}}
`,
  ],
  [
    "notations of numbers that stay",
    `a: 0x1F
b: 1.50
`,
    yamlMap({ a: 31, b: yamlFloat(1.5), c: yamlFloat(1.5) }),
    `a: 0x1F
b: 1.50
c: 1.5
`,
  ],
  [
    "a value that came in through a merge",
    "base: &b {x: 1}\nuse:\n  y: 2\n  <<: *b\n",
    yamlMap({ base: yamlMap({ x: 1 }), use: yamlMap({ x: 5, y: 2 }) }),
    "base: &b {x: 1}\nuse:\n  y: 2\n  <<: *b\n  x: 5\n",
  ],
  ["another value in the place of an alias", "a: &n v\nb: *n\n", yamlMap({ a: "v", b: "w" }), "a: &n v\nb: w\n"],
  [
    "a mapping without an entry above its merge",
    "b: &b {x: 1}\nuse:\n  y: 2\n  z: 3\n  <<: *b\n",
    yamlMap({ b: yamlMap({ x: 1 }), use: yamlMap({ x: 1, z: 3 }) }),
    "b: &b {x: 1}\nuse:\n  z: 3\n  <<: *b\n",
  ],
  [
    "a mapping without a commented entry",
    "a: 1\nb: 2 # gone\nc: 3\n# end\n",
    yamlMap({ a: 1, c: 3 }),
    "a: 1\nc: 3\n# end\n",
  ],
  ["a tagged scalar", "a: !mine x\n", yamlMap({ a: "x" }), "a: x\n"],
  ["a text below a commented indicator", "a: | # header\n  x\n", yamlMap({ a: "y" }), "a: |- # header\n  y\n"],
  ["a sequence in brackets", "a: [1, 2] # c\n", yamlMap({ a: [1] }), "a: [1]    # c\n"],
  ["a root sequence", "- a # one\n- b\n", ["x", "b"], "- x # one\n- b\n"],
  ["numbers that are equal in Python", "a: 1\nb: true\n", yamlMap({ a: true, b: yamlFloat(1) }), "a: 1\nb: true\n"],
  [
    "an empty document",
    ``,
    yamlMap({ a: 1 }),
    `a: 1
`,
  ],
  [
    "a document of comments",
    `# gone
`,
    yamlMap({ a: 1 }),
    `a: 1
`,
  ],
];

test.each(PATCHES)("patchYaml() writes %s as DVC does", (...patch) => {
  const [, text, value, expected] = patch;
  expect(patchYaml(parseYaml(text, { fileName: "x" }), value)).toBe(expected);
});

test("patchYaml() prints a value of another kind without the document", () => {
  expect(patchYaml(parseYaml("a: 1 # c\n", { fileName: "x" }), ["b"])).toBe("- b\n");
});

test("patchYaml() drops a comment when DVC would break the file with it (comments-in-the-way)", () => {
  const document = parseYaml("# top\na:\n  # about b\n  b: 1\nc: 2 # kept\n", { fileName: "x" });
  expect(patchYaml(document, yamlMap({ a: yamlMap({}), c: 2 }))).toBe("# top\na: {}\nc: 2 # kept\n");
});

test("patchYaml() drops the document when DVC would write another value", () => {
  const document = parseYaml("a: &n {x: 1}\nb: *n\n", { fileName: "x" });
  const value = yamlMap({ a: yamlMap({ x: 1 }), b: yamlMap({ x: 2 }) });
  expect(patchYaml(document, value)).toBe("a:\n  x: 1\nb:\n  x: 2\n");
});

test("patchYaml() leaves the document as it is, so that it can be patched again", () => {
  const document = parseYaml("a: 1 # c\n", { fileName: "x" });
  expect(patchYaml(document, yamlMap({ a: 2 }))).toBe("a: 2 # c\n");
  expect(patchYaml(document, yamlMap({ a: 3 }))).toBe("a: 3 # c\n");
});
