/**
 * Writes docs/cli, one page for each command, from the commands' own definitions and types: `npm run docs`.
 * With `--check` it writes nothing and fails if a page is not as it would be written. Takes five seconds.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeCommands } from "../packages/cli/src/description/describe-commands.ts";
import { commandPage, indexPage, pageName } from "./cli-docs/command-page.ts";
import { jsonShapes } from "./cli-docs/json-shapes.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "docs/cli");

async function makePages(): Promise<ReadonlyMap<string, string>> {
  const language = await describeCommands();
  const shapes = jsonShapes(root);
  const pages = language.commands.map((command) => {
    const name = pageName(command);
    return [name, commandPage(command, shapes.get(name.replace(/\.md$/, "")))] as const;
  });
  return new Map([["README.md", indexPage(language)], ...pages]);
}

/** The names of the pages that are missing, outdated, or of a command that is gone. */
function stalePages(pages: ReadonlyMap<string, string>): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const there = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const names = new Set([...pages.keys(), ...there.keys()]);
  return [...names].filter((name) => pages.get(name) !== there.get(name));
}

const pages = await makePages();
const stale = stalePages(pages);
if (process.argv.includes("--check") && stale.length > 0) {
  process.stderr.write(`docs/cli is not up to date (${stale.join(", ")}): run \`npm run docs\` and commit it\n`);
  process.exitCode = 1;
} else {
  for (const name of stale) {
    const text = pages.get(name);
    if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
}
