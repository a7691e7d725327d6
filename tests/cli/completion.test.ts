import { expect, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";

test("lode completion completes commands, options and values in bash", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  workspace.run(["remote", "add", "-q", "central", "/store"]);
  const script = `
    lode() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"
    eval "$(lode completion)"
    complete_line() {
      COMP_WORDS=($1); [[ $1 == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _lode; echo "$1: \${COMPREPLY[*]}"
    }
    for line in 'lode pus' 'lode --ver' 'lode --cd x pul' 'lode cache m' 'lode push --all-' 'lode push -r ' 'lode push -j ' \\
      'lode remote mod' 'lode remote modify ' 'lode ls --show' 'lode completion -s ' 'lode add --out '; do
      complete_line "$line"
    done`;
  expect(workspace.shell(script).stdout).toMatchInlineSnapshot(`
    "lode pus: push
    lode --ver: --version
    lode --cd x pul: pull
    lode cache m: migrate
    lode push --all-: --all-branches --all-tags --all-commits --all-remotes
    lode push -r : central
    lode push -j : 
    lode remote mod: modify
    lode remote modify : central
    lode ls --show: --show-hash
    lode completion -s : bash zsh fish
    lode add --out : 
    "
  `);
});

test.each(["zsh", "fish"])("lode completion -s %s names every command", (shell) => {
  const workspace = makeWorkspace();
  const { stdout } = workspace.run(["completion", "-s", shell]);
  const help = workspace.run(["--help"]).stdout;
  const words = [...help.matchAll(/^ {2}([a-z][a-z-]*)(?:, [a-z-]+)? {2,}[A-Z]/gm)].flatMap(([, word]) => word ?? []);
  expect(words.length).toBeGreaterThan(20);
  for (const word of words) expect(stdout).toMatch(new RegExp(`\\b${word}\\b`));
});
