import { expect, test } from "vitest";
import { removePipelineStage, setStageFrozen } from "./edit-pipeline.ts";
import { parsePipelineFile } from "./parse-pipeline-file.ts";
import { type ResolvedPipeline, resolvePipeline, resolvePipelineStages } from "./resolve-pipeline.ts";

type Files = Readonly<Record<string, string>>;

function options(files: Files): { readFile: (path: string) => Promise<string | undefined> } {
  return { readFile: (path) => Promise.resolve(files[path]) };
}

function resolve(text: string, files: Files = {}, fileName = "dvc.yaml"): Promise<ResolvedPipeline> {
  return resolvePipeline(parsePipelineFile(text, fileName), options(files));
}

async function names(text: string, files: Files = {}): Promise<readonly string[]> {
  return (await resolve(text, files)).stages.map(({ name }) => name);
}

test("resolvePipeline() reads a stage without templates", async () => {
  const { stages } = await resolve(`
stages:
  train:
    cmd: python train.py
    wdir: sub
    deps: [data, ds://set]
    params:
    - lr
    - other.json:
    - params.yaml: [seed]
    outs:
    - model
    - model: {persist: true}
    metrics:
    - m.json: {cache: false}
    plots:
    - p.csv: {x: a, template: t, push: false, remote: r, type: plot}
    frozen: true
    always_changed: true
    desc: text
    meta: {a: 1}
`);
  const flags = { cache: true, push: true, persist: false };
  expect(stages).toEqual([
    {
      name: "train",
      cmd: "python train.py",
      wdir: "sub",
      deps: [{ path: "data" }, { path: "ds://set" }],
      params: [
        { path: "params.yaml", keys: ["lr", "seed"] },
        { path: "other.json", keys: [] },
      ],
      outs: [
        { ...flags, path: "model", role: "out", persist: true },
        { ...flags, path: "m.json", role: "metric", cache: false },
        {
          ...flags,
          path: "p.csv",
          role: "plot",
          push: false,
          remote: "r",
          type: "plot",
          plot: new Map([
            ["template", "t"],
            ["x", "a"],
          ]),
        },
      ],
      frozen: true,
      alwaysChanged: true,
      desc: "text",
      meta: new Map([["a", 1]]),
      parametrized: false,
    },
  ]);
});

test("resolvePipeline() takes values from params.yaml and vars, relative to the file", async () => {
  const text = `
vars:
- v.json:a,b
- t.toml
- opts: {lr: 0.5}
stages:
  s:
    cmd: run \${p} \${a} \${b} \${t.x} \${opts.lr}
    deps: ["\${b}"]
`;
  const files = { "sub/params.yaml": "p: 1.0\n", "sub/v.json": '{"a": true, "b": "x"}', "sub/t.toml": "[t]\nx = 1\n" };
  const { stages } = await resolve(text, files, "sub/dvc.yaml");
  expect(stages[0]).toMatchObject({ cmd: "run 1.0 true x 1 0.5", deps: [{ path: "x" }], parametrized: true });
});

test("resolvePipeline() refuses a path that templating made a number, naming file and stage", async () => {
  const text = "stages:\n  s:\n    cmd: x\n    deps:\n    - ${p}\n";
  await expect(resolve(text, { "sub/params.yaml": "p: 1.0\n" }, "sub/dvc.yaml")).rejects.toMatchObject({
    code: "ENTRY_UNUSABLE",
    message: "Cannot parse stage 's' in 'sub/dvc.yaml': the path of dependency '1.0' is not text",
    details: { file: "sub/dvc.yaml", stage: "s" },
  });
});

test("resolvePipeline() loads the vars of a stage from its wdir", async () => {
  const files = { "sub/v.yaml": "a: in\n", "v.yaml": "a: out\n", "params.yaml": "dir: sub\n" };
  const { stages } = await resolve(
    "stages:\n  s:\n    wdir: ${dir}\n    vars: [v.yaml]\n    cmd: echo ${a}\n  t:\n    vars: [v.yaml]\n    cmd: echo ${a}\n",
    files,
  );
  expect(stages.map(({ cmd, wdir, parametrized }) => ({ cmd, wdir, parametrized }))).toEqual([
    { cmd: "echo in", wdir: "sub", parametrized: true },
    { cmd: "echo out", wdir: undefined, parametrized: true },
  ]);
});

test("resolvePipeline() expands loops in the order of their data", async () => {
  const text = `
stages:
  list: {foreach: [b, a, 1], do: {cmd: "echo \${item}"}}
  map: {foreach: "\${m}", do: {cmd: "echo \${key} \${item.v}", outs: ["o/\${key}"]}}
  grid: {matrix: {x: [1, 2], y: [a, b]}, cmd: "echo \${item.x} \${key}"}
  none: {foreach: [], do: {cmd: "echo \${nothing}"}}
`;
  const { stages } = await resolve(text, { "params.yaml": "m:\n  z: {v: 1}\n  y: {v: 2}\n" });
  expect(stages.map(({ name, cmd }) => `${name}: ${String(cmd)}`)).toEqual([
    "list@b: echo b",
    "list@a: echo a",
    "list@1: echo 1",
    "map@z: echo z 1",
    "map@y: echo y 2",
    "grid@1-a: echo 1 1-a",
    "grid@1-b: echo 1 1-b",
    "grid@2-a: echo 2 2-a",
    "grid@2-b: echo 2 2-b",
  ]);
  expect(stages.every(({ parametrized }) => parametrized)).toBe(true);
});

test("resolvePipeline() warns when a loop hides names", async () => {
  const { warnings } = await resolve("stages:\n  s: {foreach: {a: 1}, do: {cmd: x}}\n", {
    "params.yaml": "item: 1\nkey: 2\n",
  });
  expect(warnings).toEqual(["item and key are already specified, will be overwritten for stages generated from 's'"]);
});

test("resolvePipeline() works out the other sections", async () => {
  const resolved = await resolve(
    `
artifacts:
  model-\${v}: {path: "m/\${v}", type: model, labels: [l], desc: d, meta: {x: "\${v}"}}
metrics: ["m\${v}.json"]
params: [p.yaml]
plots: [{id: {x: "a\${v}"}}, p.csv]
datasets: [{name: n, url: "u/\${v}"}]
`,
    { "params.yaml": "v: 1\n" },
  );
  expect([...resolved.artifacts]).toEqual([
    ["model-1", { path: "m/1", type: "model", labels: ["l"], desc: "d", meta: new Map([["x", 1]]) }],
  ]);
  expect(resolved.metrics).toEqual(["m1.json"]);
  expect(resolved.params).toEqual(["p.yaml"]);
  expect(resolved.plots).toEqual([new Map([["id", new Map([["x", "a1"]])]]), "p.csv"]);
  expect(resolved.datasets).toEqual([
    new Map([
      ["name", "n"],
      ["url", "u/1"],
    ]),
  ]);
});

test.each([
  ["vars: [nope.yaml]\n", "'vars' in 'dvc.yaml': 'nope.yaml' does not exist"],
  ["vars: ['v.yaml:zz']\n", "'vars' in 'dvc.yaml': could not find 'zz' in 'v.yaml'"],
  ["vars: [l.yaml]\n", "'vars' in 'dvc.yaml': expected a mapping in 'l.yaml'"],
  ["vars: ['${a}']\n", "'vars' in 'dvc.yaml': interpolating is not allowed"],
  ["vars: ['v.yaml:a', v.yaml]\n", "'vars' in 'dvc.yaml': cannot load 'v.yaml' as it is partially loaded already"],
  ["vars: [v.yaml, 'v.yaml:a']\n", "'vars' in 'dvc.yaml': cannot partially load 'v.yaml:a' as it is already loaded"],
  ["vars: [v.yaml, a: 2]\n", "cannot redefine 'a' from 'vars[1]' as it already exists in 'v.yaml'"],
  ["stages: {s: {cmd: '${x}'}}\n", "'stages.s.cmd' in 'dvc.yaml': could not find 'x'"],
  ["stages: {s: {cmd: '${x..y}'}}\n", "'stages.s.cmd' in 'dvc.yaml': '${x..y}' is not an expression"],
  ["stages: {s: {foreach: [a], do: {cmd: '${x}'}}}\n", "'stages.s@a.cmd' in 'dvc.yaml': could not find 'x'"],
  ["stages: {s: {foreach: abc, do: {cmd: x}}}\n", "'stages.s.foreach' in 'dvc.yaml': expected a list or mapping"],
  ["stages: {s: {foreach: ['a@b'], do: {cmd: x}}}\n", "stage 's@a@b' in 'dvc.yaml': its key is empty or holds '@'"],
  ["stages: {a@b: {cmd: x}}\n", "stage 'a@b' in 'dvc.yaml': its name is empty or holds '@'"],
  ["stages: {s: {matrix: {}, cmd: x}}\n", "stage 's@' in 'dvc.yaml': its key is empty or holds '@'"],
  ["stages: {s: {foreach: [a], do: {cmd: x, vars: [item: 1]}}}\n", "'vars' may not define 'item' in a loop"],
  ["stages: {s: {cmd: x, plots: [p: [{x: a}]]}}\n", "stage 's' in 'dvc.yaml': expected a mapping for 'p'"],
  ["stages: {s: {cmd: x, outs: [dvc.yaml]}}\n", "DVC file 'dvc.yaml' cannot be an output"],
  ["datasets:\n", "'datasets' in 'dvc.yaml': expected a list"],
])("resolvePipeline() refuses %j", async (text, message) => {
  const error = await resolve(text, { "v.yaml": "a: 1\n", "l.yaml": "- 1\n" }).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ code: "PIPELINE_INVALID", message: expect.stringContaining(message) });
});

test.each([
  ["stages:\n", "expected a dictionary, in stages"],
  ["stages:\n  s:\n    deps: [a]\n", "required key not provided, in stages -> s -> cmd, line 3, column 5"],
  ["stages:\n  s: {cmd: x, live: {}}\n", "extra keys not allowed, in stages -> s -> live, line 2, column 21"],
  ["stages:\n  s: {foreach: [a]}\n", "required key not provided, in stages -> s -> do, line 2, column 6"],
  ["artifacts:\n  a: {type: model}\n", "required key not provided, in artifacts -> a -> path, line 2, column 6"],
])("parsePipelineFile() refuses %j", (text, message) => {
  expect(() => parsePipelineFile(text, "dvc.yaml")).toThrow(`'dvc.yaml' validation failed: ${message}`);
});

test("resolvePipelineStages() leaves other stages alone", async () => {
  const parsed = parsePipelineFile(
    "stages:\n  good: {cmd: x}\n  bad: {cmd: '${nope}'}\n  loop: {foreach: [a, b], do: {cmd: 'x ${item}'}}\n",
    "dvc.yaml",
  );
  const find = async (name: string): Promise<readonly string[]> =>
    (await resolvePipelineStages(parsed, name, options({}))).map((stage) => stage.name);
  expect(await find("good")).toEqual(["good"]);
  expect(await find("loop")).toEqual(["loop@a", "loop@b"]);
  expect(await find("loop@b")).toEqual(["loop@b"]);
  await expect(find("loop@c")).rejects.toMatchObject({ code: "STAGE_NOT_FOUND" });
  await expect(find("none")).rejects.toMatchObject({ code: "STAGE_NOT_FOUND" });
  await expect(find("bad")).rejects.toMatchObject({ code: "PIPELINE_INVALID" });
});

test("an empty pipeline file has no stages", async () => {
  expect(await names("")).toEqual([]);
  expect(await names("# nothing\n")).toEqual([]);
});

const EDITED = `# pipeline
stages:
  a:
    cmd: run  # now
    deps:
    - z
    - b
    params:
    - o.yaml:
    - x
  b: {cmd: "x \${y}"}
plots:
- p
`;

test("setStageFrozen() sorts the lists of the stage and keeps the rest, as DVC does", () => {
  const frozen = setStageFrozen(parsePipelineFile(EDITED, "dvc.yaml"), "a", true);
  expect(frozen).toBe(
    EDITED.replace("    - z\n    - b\n", "    - b\n    - z\n")
      .replace("    - o.yaml:\n    - x\n", "    - x\n    - o.yaml:\n    frozen: true\n")
      .replaceAll('"', "'"),
  );
  expect(setStageFrozen(parsePipelineFile(frozen, "dvc.yaml"), "a", false)).not.toContain("frozen");
});

test("removePipelineStage() removes one stage, and says when none is left", () => {
  const single = "stages:\n  a:\n    cmd: x\nplots:\n- p\n";
  expect(removePipelineStage(parsePipelineFile(single, "dvc.yaml"), "a")).toBeUndefined();
  const two = "stages:\n  a:\n    cmd: x\n  # second\n  b:\n    cmd: y\n";
  expect(removePipelineStage(parsePipelineFile(two, "dvc.yaml"), "b")).toBe("stages:\n  a:\n    cmd: x\n  # second\n");
});

test.each([
  ["b", "STAGE_PARAMETRIZED"],
  ["b@x", "STAGE_PARAMETRIZED"],
  ["c", "STAGE_NOT_FOUND"],
])("setStageFrozen() and removePipelineStage() refuse %s", (name, code) => {
  const parsed = parsePipelineFile(EDITED, "dvc.yaml");
  expect(() => setStageFrozen(parsed, name, true)).toThrow(expect.objectContaining({ code }));
  expect(() => removePipelineStage(parsed, name)).toThrow(expect.objectContaining({ code }));
});
