/**
 * Checks that the sources keep to the layers of docs/decisions and the house rules: `node scripts/check-layers.ts`.
 *
 * Type imports count. The check fails if it has not read every source file.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";

/** The layers of core, lowest first. Folders of one layer do not know one another. */
const layers = [
  ["base"],
  ["formats", "fs", "hash", "git", "command"],
  ["store"],
  ["remotes"],
  ["transfer", "worktree"],
  ["project"],
  ["source"],
  ["operations"],
] as const;

/** The layers of the server, lowest first, in the same way. */
const serverLayers = [
  ["settings", "db"],
  ["accounts", "jobs"],
  ["objects", "git"],
  ["places"],
  ["catalogue", "backup"],
  ["http"],
  ["routes"],
] as const;

const coreSrc = "^packages/core/src";
const serverSrc = "^packages/server/src";
/** What other packages may import of core. */
const coreDoors = `${coreSrc}/(index|engine|formats/index)\\.ts$`;

/** Files that are not part of what runs: tests, and what only tests import. */
const testFiles = "(\\.test\\.ts$|/testing/)";

/** What a part of the program must not do itself: modules, and the folders that may. */
const powers: readonly { readonly name: string; readonly modules: string; readonly homes: string }[] = [
  // git: the folders that are git's own (`.git`, the mirrors); it cannot know fs, which stands on its layer.
  {
    name: "disk",
    modules: "^(node:)?fs(/promises)?$",
    homes: `(${coreSrc}/(fs|hash|git)/|^packages/cli/src/ui/ask-secret\\.ts$)`,
  },
  {
    name: "child processes",
    modules: "^(node:)?child_process$",
    homes: "^packages/(core/src/(git|command)|server/src/git)/",
  },
  { name: "threads", modules: "^(node:)?worker_threads$", homes: `${coreSrc}/hash/` },
  {
    name: "sockets",
    modules: "^((node:)?(net|tls|dgram|http|https|http2)$|undici|ssh2|@aws-sdk|@azure|@google-cloud|webdav)",
    homes: `(${coreSrc}/remotes/|${serverSrc}/)`,
  },
  { name: "the process", modules: "^(node:)?process$", homes: "^packages/cli/src/" },
];

/** What core takes as parameters, found by its text since it needs no import. */
const processUse = /\bprocess\.(?:env|cwd|chdir|argv|exit|exitCode|std(?:in|out|err)|on)\b/;

const rules: IForbiddenRuleType[] = [
  { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
  { name: "no catch-all folders", severity: "error", from: {}, to: { path: "/(utils?|common|helpers?|misc|shared)/" } },
  { name: "imports resolve", severity: "error", from: {}, to: { couldNotResolve: true } },
  {
    name: "core knows no other package",
    severity: "error",
    from: { path: `${coreSrc}/` },
    to: { path: "^packages/(?!core/)" },
  },
  {
    name: "the command line knows core and the server, through their doors",
    severity: "error",
    from: { path: "^packages/cli/src/", pathNot: testFiles },
    to: { path: "^packages/(?!cli/)", pathNot: [`${coreSrc}/(formats/)?index\\.ts$`, `${serverSrc}/index\\.ts$`] },
  },
  {
    name: "only the commands of the server know it",
    severity: "error",
    from: { path: "^packages/cli/src/", pathNot: "/commands/serve[^/]*\\.ts$" },
    to: { path: "^packages/server/" },
  },
  {
    name: "the server knows core only, through its doors",
    severity: "error",
    from: { path: `${serverSrc}/`, pathNot: testFiles },
    to: { path: "^packages/(?!server/)", pathNot: coreDoors },
  },
  {
    name: "only the doors of the server stand above its layers",
    severity: "error",
    from: { path: `${serverSrc}/[^/]+/` },
    to: { path: `${serverSrc}/[^/]+\\.ts$` },
  },
  {
    name: "only the doors of core stand above its layers",
    severity: "error",
    from: { path: `${coreSrc}/[^/]+/` },
    to: { path: `${coreSrc}/[^/]+\\.ts$` },
  },
  ...layerRules(coreSrc, layers),
  ...layerRules(serverSrc, serverLayers),
  ...powerRules(),
];

function layerRules(src: string, ordered: readonly (readonly string[])[]): IForbiddenRuleType[] {
  return ordered.flatMap((folders, level) =>
    folders.map((folder): IForbiddenRuleType => {
      const allowed = [...ordered.slice(0, level).flat(), folder].join("|");
      return {
        name: `${folder} imports lower layers only`,
        severity: "error",
        from: { path: `${src}/${folder}/`, pathNot: testFiles },
        to: { path: `${src}/`, pathNot: `${src}/(${allowed})/` },
      };
    }),
  );
}

function powerRules(): IForbiddenRuleType[] {
  return powers.map(({ name, modules, homes }) => ({
    name: `${name} in its home only`,
    severity: "error",
    from: { path: "^packages/(core|cli|server)/src/", pathNot: [homes, testFiles] },
    to: { path: modules },
  }));
}

/** One broken rule, as a line for a person. */
export type Violation = string;

/**
 * Checks the packages below a folder.
 *
 * @param root holds `packages` and `tsconfig.json`
 * @returns the broken rules, in no particular order
 * @throws if a source file was not read
 */
export async function checkLayers(root: string): Promise<Violation[]> {
  const sources = globSync("packages/*/src/**/*.ts", { cwd: root });
  const result = await cruiseSources(root);
  const seen = new Set(result.modules.map((module) => module.source));
  const missed = sources.filter((source) => !seen.has(source));
  if (sources.length === 0 || missed.length > 0) {
    throw new Error(`The layer check has not read ${missed.length} of ${sources.length} sources: ${missed.join(", ")}`);
  }
  const broken = result.summary.violations.map(
    (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`,
  );
  return [...new Set([...broken, ...unknownFolders(sources), ...processUses(root, sources)])];
}

async function cruiseSources(root: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    ["packages"],
    {
      baseDir: root,
      ruleSet: { forbidden: rules },
      validate: true,
      exclude: { path: "(^|/)(dist|node_modules/.*/node_modules)/" },
      doNotFollow: { path: "node_modules" },
      tsPreCompilationDeps: true,
      enhancedResolveOptions: {
        exportsFields: ["exports"],
        conditionNames: ["source", "node", "import", "default"],
        extensions: [".ts", ".js", ".json"],
      },
    },
    undefined,
    undefined,
  );
  if (typeof output === "string") throw new Error(output);
  return output;
}

function unknownFolders(sources: readonly string[]): Violation[] {
  const known = new Map<string, readonly string[]>([
    ["core", layers.flat()],
    ["server", serverLayers.flat()],
  ]);
  return sources.flatMap((source) => {
    const [, name = "", folder = ""] = /^packages\/(core|server)\/src\/([^/]+)\//.exec(source) ?? [];
    return known.get(name)?.includes(folder) === false ? [`${source}: its folder is no layer of ${name}`] : [];
  });
}

function processUses(root: string, sources: readonly string[]): Violation[] {
  return sources
    .filter((source) => /^packages\/(core|server)\//.test(source) && !new RegExp(testFiles).test(source))
    .filter((source) => processUse.test(withoutComments(readFileSync(join(root, source), "utf8"))))
    .map((source) => `${source}: core and the server read neither the environment nor the streams of the process`);
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  const violations = await checkLayers(root);
  for (const violation of violations) console.error(violation);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
