import { expect, test } from "vitest";
import { addPreCommitHooks, callsDvcHooks } from "./add-pre-commit-hooks.ts";

const FILE = ".pre-commit-config.yaml";

test("addPreCommitHooks() writes a new file", () => {
  expect(addPreCommitHooks(undefined, FILE)).toMatchInlineSnapshot(`
    "repos:
    - repo: local
      hooks:
      - id: lode-pre-commit
        name: Lode pre-commit
        entry: sh -c 'exec $(command -v lode || echo dvc) git-hook pre-commit'
        language: system
        stages:
        - pre-commit
        always_run: true
        pass_filenames: false
        verbose: true
      - id: lode-pre-push
        name: Lode pre-push
        entry: sh -c 'exec $(command -v lode || echo dvc) git-hook pre-push'
        language: system
        stages:
        - pre-push
        always_run: true
        pass_filenames: false
        verbose: true
      - id: lode-post-checkout
        name: Lode post-checkout
        entry: sh -c 'exec $(command -v lode || echo dvc) git-hook post-checkout'
        language: system
        stages:
        - post-checkout
        always_run: true
        pass_filenames: false
        verbose: true
    "
  `);
});

test("addPreCommitHooks() keeps what is there, and adds nothing twice", () => {
  const before =
    "# ours\nrepos:\n- repo: https://example.com/hooks  # pinned\n  rev: v1\n  hooks:\n  - id: lint\nfail_fast: true\n";
  const after = addPreCommitHooks(before, FILE);
  expect(after).toContain("# ours\nrepos:\n- repo: https://example.com/hooks  # pinned\n");
  expect(after).toContain("- id: lode-pre-push");
  expect(after).toContain("fail_fast: true");
  expect(addPreCommitHooks(after, FILE)).toBe(after);
});

test.each(["- a\n", "repos: 1\n"])("addPreCommitHooks() refuses %j", (text) => {
  expect(() => addPreCommitHooks(text, FILE)).toThrow("'repos' is not a list");
});

test("callsDvcHooks() finds DVC's hooks", () => {
  expect(
    callsDvcHooks("repos:\n- repo: https://github.com/treeverse/dvc\n  hooks:\n  - id: dvc-pre-commit\n", FILE),
  ).toBe(true);
  expect(callsDvcHooks(addPreCommitHooks(undefined, FILE), FILE)).toBe(false);
});
