import fc from "fast-check";
import { expect, test } from "vitest";
import { isLodeError } from "../../base/lode-error.ts";
import { parseParamsFile } from "./parse-params-file.ts";

function codeOf(text: string, fileName: string): string | undefined {
  try {
    parseParamsFile(text, fileName);
    return undefined;
  } catch (error) {
    if (isLodeError(error)) return error.code;
    throw error;
  }
}

const float = (value: number): unknown => ({ kind: "float", value });

test.each(["", "null\n", "[]\n", "0\n", "0.0\n", "false\n", "''\n"])("parseParamsFile() takes %j as empty", (text) => {
  expect(parseParamsFile(text, "p.yaml")).toEqual(new Map());
});

test("parseParamsFile() chooses the format by the suffix, in any case", () => {
  expect(parseParamsFile('{"a": 1.0}', "P.JSON")).toEqual(new Map([["a", float(1)]]));
  expect(parseParamsFile("a = 1\n[b]\nc = 1.5\n", "p.toml")).toEqual(
    new Map<string, unknown>([
      ["a", 1],
      ["b", new Map([["c", float(1.5)]])],
    ]),
  );
  expect(parseParamsFile("a = 1\n", "p.py")).toEqual(new Map([["a", 1]]));
  expect(parseParamsFile("a: 1\n", "p.conf")).toEqual(new Map([["a", 1]]));
});

test("parseParamsFile() keeps the order of keys in JSON, and the last of equal ones", () => {
  const value = parseParamsFile('{"b": 1, "1": 2, "b": 3}', "p.json");
  expect(value).toEqual(
    new Map([
      ["b", 3],
      ["1", 2],
    ]),
  );
  expect([...(value instanceof Map ? value.keys() : [])]).toEqual(["b", "1"]);
});

test.each([["[NaN, -Infinity, 1e2, -0, 12345678901234567890]", [Number.NaN, Number.NEGATIVE_INFINITY, 100]]])(
  "parseParamsFile() reads Python's numbers in %s",
  (text, floats) => {
    expect(parseParamsFile(text, "p.json")).toEqual([...floats.map(float), -0, 12345678901234567890n]);
  },
);

test.each(["{", "[1,]", '{"a" 1}', "01", "'a'", '"\\x"', '"a\nb"', "nul", "1 2", "[".repeat(100_000)])(
  "parseParamsFile() refuses the JSON %j",
  (text) => {
    expect(codeOf(text, "p.json")).toBe("PARAMS_INVALID");
  },
);

test("parseParamsFile() reads any JSON that JSON.parse reads", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), { minLength: 1 }),
      (items) => {
        expect(parseParamsFile(JSON.stringify(items), "p.json")).toEqual(items);
      },
    ),
  );
});

test("parseParamsFile() refuses malformed TOML and names the line", () => {
  expect(() => parseParamsFile("a = 1\nb =\n", "p.toml")).toThrow(
    "Cannot read 'p.toml': TOML file structure is corrupted, line 2",
  );
});

const PYTHON = `"""Settings."""
import os
from x import (a,
    b)

LR = 0.1  # rate
NAME: str = "it's" 'x'
SIZES = [
    1, -2, 1_000,   # sizes
    0x1F,
]
PAIR = 1, 2
MAP = {"a": 1, 'b': [True, None], 3: "c"}
JOINED = \\
    r"a\\n" "\\x41\\u00e9\\t"
COMPUTED = 1 + 2
FORMATTED = f"{LR}"
A = B = 3
x, y = 1, 2
LR += 1
one = 1; two = 2

class Train(Base, metaclass=Meta):
    """Doc."""
    epochs = 70
    class Inner: deep = 1
    def __init__(self, lr=1):
        self.batch = 32
        local = 5
        if lr:
            self.skipped = 1
    def run(self):
        self.never = 1

if LR:
    NEVER = 1

@decorator
def f(x):
    NEVER = 2
`;

test("parseParamsFile() reads literals, classes and __init__ of a Python file", () => {
  const params = parseParamsFile(PYTHON, "p.py");
  const map = (fields: Record<string, unknown>): Map<string, unknown> => new Map(Object.entries(fields));
  expect(params).toEqual(
    map({
      LR: float(0.1),
      NAME: "it'sx",
      SIZES: [1, -2, 1000, 31],
      PAIR: { kind: "python", type: "tuple", items: [1, 2] },
      MAP: new Map<unknown, unknown>([
        ["a", 1],
        ["b", [true, null]],
        [3, "c"],
      ]),
      JOINED: "a\\nA\u00e9\t",
      one: 1,
      two: 2,
      Train: map({ epochs: 70, Inner: map({ deep: 1 }), batch: 32 }),
    }),
  );
});

test.each([
  "()",
  "(1)",
  "(1,)",
  "{1, 2}",
  "set()",
  "b'x'",
  "2j",
  "1-2j",
  "--1",
  "-True",
  "f(1)",
  "[x for x in y]",
  "{**a}",
  "1 if x else 2",
  "not True",
  "'a'.b",
])("parseParamsFile() takes the Python expression %s or leaves it", (expression) => {
  const kinds: Record<string, unknown> = {
    "()": "tuple",
    "(1)": 1,
    "(1,)": "tuple",
    "{1, 2}": "set",
    "set()": "set",
    "b'x'": "bytes",
    "2j": "complex",
    "1-2j": "complex",
  };
  const params = parseParamsFile(`v = ${expression}\n`, "p.py");
  const value = params instanceof Map ? params.get("v") : undefined;
  expect(typeof value === "object" ? value.type : value).toBe(kinds[expression]);
});

test.each(['a = "x\n', "a = '''x\n", "a = [1\n", "a = 1)\n", `a = ${"[".repeat(300)}\n`])(
  "parseParamsFile() refuses the Python source %j",
  (text) => {
    expect(codeOf(text, "p.py")).toBe("PARAMS_INVALID");
  },
);

test("parseParamsFile() never fails otherwise on text that claims to be Python", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab=:.,;()[]{}'\"\\\n\t #01-jf\u00a0é") }), (text) => {
      expect(["PARAMS_INVALID", undefined]).toContain(codeOf(text, "p.py"));
    }),
  );
});
