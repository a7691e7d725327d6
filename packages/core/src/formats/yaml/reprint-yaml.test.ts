import { expect, test } from "vitest";
import { parseYaml } from "./parse-yaml.ts";
import { reprintYaml } from "./reprint-yaml.ts";

/** What a document holds, its text, and what DVC 3.67.1 with ruamel.yaml 0.19.1 makes of it. */
const DOCUMENTS: readonly (readonly [string, string, string])[] = [
  [
    "comments in a file of DVC",
    `# top

# second
outs:  # here
# above the item
- md5: abc   # sum
  size: 4

  path: a.txt
  # below
# at the end
`,
    `# top

# second
outs:  # here
# above the item
- md5: abc   # sum
  size: 4

  path: a.txt
  # below
# at the end
`,
  ],
  [
    "comments and styles in stages",
    `stages:
  # first
  a:
    cmd: "python a.py"
    deps:
      - x   # one
      - 'y'

      # last
      - z

  b:
      cmd: >-
        long
        text
      outs: [m, {n: {cache: false}}]   # flow


# end
`,
    `stages:
  # first
  a:
    cmd: python a.py
    deps:
    - x     # one
    - y

      # last
    - z

  b:
    cmd: >-
      long
      text
    outs: [m, n: {cache: false}]       # flow


# end
`,
  ],
  [
    "block scalars",
    `a: |
  x
    y

b: >
  folded
  text

  more
c: |+
  keep

d: |-  # header
  strip
`,
    `a: |
  x
    y

b: >
  folded
  text

  more
c: |+
  keep

d: |-  # header
  strip
`,
  ],
  [
    "anchors, aliases and merges",
    `base: &base {x: 1}
unused: &gone {y: 2}
name: &n v
use:
  <<: *base
  z: *n
list: [*base, *base]
`,
    `base: &base {x: 1}
unused: {y: 2}
name: &n v
use:
  <<: *base
  z: *n
list: [*base, *base]
`,
  ],
  [
    "numbers, nulls and dates",
    `---
a: 0x1F
b: 1_000
c: 007
d: 1.50
e: 1e5
f: +.5e-03
g: ~
h: null
i: True
j: 2024-01-02 03:04:05Z
k: 2024-01-02T03:04:05+01:00
l: 0o17
m: 0b11
...
`,
    `a: 0x1F
b: 1_000
c: 007
d: 1.50
e: 1e5
f: +5.e-04
g:
h:
i: true
j: 2024-01-02 03:04:05+00:00
k: 2024-01-02T03:04:05+01:00
l: 0o17
m: 0b11
`,
  ],
  [
    "flow style, deep indentation and explicit keys",
    `a: {b: [c, d],
  e: {}}
f:
    - - 1
      - 2
    -
    - g: h
? long
: x
`,
    `a: {b: [c, d], e: {}}
f:
- - 1
  - 2
- 
- g: h
long: x
`,
  ],
  [
    "nothing but a comment",
    `# only a comment
`,
    `{}
`,
  ],
  [
    "tags",
    `a: !!str 12
b: !mine {c: d}
e: !mine text
`,
    `a: !!str 12
b: !mine {c: d}
e: !mine text
`,
  ],
  [
    "comments and empty lines behind a key",
    `key: value # trailing
     # continued


next:

  deep: 1
`,
    `key: value # trailing
     # continued


next:

  deep: 1
`,
  ],
  [
    "text over two lines",
    `k: plain text that goes
  over two lines
q: 'it''s'
`,
    `k: plain text that goes over two lines
q: it's
`,
  ],
  ["a comment behind the indicator of an item", "a:\n- x # lost\n- | # lost\n  text\n", "a:\n- x\n- |\n  text\n"],
  ["brackets indented less than their block", 'a:\n  b: [c, # d\n"e\nf"]\n', "a:\n  b: [c, e f]\n"],
  ["a value below an empty line and a comment", "a:\n\n# c\n  b\nd: 1\n", "a: b\nd: 1\n"],
];

test.each(DOCUMENTS)("reprintYaml() prints %s as DVC does", (_, text, expected) => {
  expect(reprintYaml(parseYaml(text, { fileName: "x" }))).toBe(expected);
});

test.each(["", "# only\n", "null\n", "{}\n", "[]\n", "false\n"])(
  "reprintYaml() makes an empty mapping of %j",
  (text) => {
    expect(reprintYaml(parseYaml(text, { fileName: "x" }))).toBe("{}\n");
  },
);
