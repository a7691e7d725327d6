/**
 * Builds what is published: `node scripts/build.ts`.
 *
 * 1. `packages/cli/dist`: the command, bundled, one chunk for each command, with the worker of the hash engine beside it.
 * 2. `packages/core/dist`: the library, one module for each source, with types.
 *
 * Both are replaced as a whole, so that no stale file survives. Takes about two seconds.
 */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type OutputOptions, type Plugin, rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");
const core = join(root, "packages/core");
const cli = join(root, "packages/cli");
/** The file that the threads of the library start from; a bundled command needs it as a file of its own. */
const [worker] = globSync(join(core, "src/**/worker-entry.ts"));

// Of this process alone, so that two builds at once do not mix.
const scratch = join(root, `.cache/build-${process.pid}`);

async function buildCommand(): Promise<void> {
  const target = join(cli, "dist");
  await bundle(join(cli, "src/main.ts"), {
    dir: join(scratch, "cli"),
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: chunkGroups },
  });
  await replaceFolder(join(scratch, "cli"), target);
  // The hash engine looks for its worker beside itself; one file without chunks starts fastest.
  if (worker !== undefined) await bundle(worker, { dir: target, codeSplitting: false });
}

/** What every command loads is one chunk: each file takes a millisecond to find and to load. */
const program =
  /packages\/cli\/src\/(arguments|errors|grammar|ui\/(text-style|progress|ui)|command\.|run-command-line|interruption)|node_modules\/argparse\/|assert\.cjs|rolldown.runtime|core\/src\/(base|fs|formats\/json)\/|project\/find-root/;

const chunkGroups = [
  // Loaded by itself, before compiled code is cached.
  { name: "environment", test: /packages\/cli\/src\/environment\.ts$/, priority: 2 },
  { name: "program", test: program, priority: 1 },
  { name: "core", test: /packages\/core\/src\/|node_modules\/(yaml|ignore|smol-toml)\//, minShareCount: 3 },
];

/** Native code that ssh2 does without where it is not there: Node does the same work as fast. */
const optionalNative = ["cpu-features", /sshcrypto\.node$/];

async function bundle(input: string, output: OutputOptions): Promise<void> {
  const bundled = await rolldown({
    input,
    platform: "node",
    // Native code cannot be bundled; it is a dependency of the package.
    external: ["koffi", ...optionalNative],
    // `import` or `require` is added for each place that asks.
    resolve: { conditionNames: ["source", "node", "default"] },
    plugins: [{ name: "quick-builtins", renderChunk: quickBuiltins }, shortAssert],
    onLog(level, log) {
      if (level === "warn") throw new Error(`rolldown: ${log.message}`);
    },
  });
  // Minified code loads faster as long as it is not in the compile cache, and is half the size.
  await bundled.write({ ...output, format: "esm", entryFileNames: "[name].js", minify: true });
  await bundled.close();
}

/**
 * Takes Node's own modules without their facade for `import`, which evaluates every getter of them: `node:util` takes
 * 6 ms that way instead of 0.03, `node:fs` 5.6, and `node:http`, one of whose getters loads undici, 37 instead of 3 (CPU, Node
 * 24.21, median of 15). That holds for `import()` as well.
 */
function quickBuiltins(code: string, { moduleIds }: { readonly moduleIds: readonly string[] }): string {
  // A chunk that holds nothing but packages is itself loaded late.
  const isLate = moduleIds.every((id) => id.includes("node_modules"));
  const direct = code.replaceAll(
    /\bimport\("(node:[\w/]+)"\)/g,
    (_, module: string) => `Promise.resolve(process.getBuiltinModule("${module}"))`,
  );
  return direct.replaceAll(
    /^import\s*(?:\*\s*as\s+)?([\w$]+|\{[^}]*\})\s*from\s*"(node:[\w/]+)";?$/gm,
    (_, names: string, module: string) =>
      lateBuiltins.has(module) && !isLate
        ? lateFunctions(names, module)
        : `const ${names.replaceAll(/\sas\s/g, ": ")} = process.getBuiltinModule("${module}");`,
  );
}

/** Modules of Node that take 1 to 8 ms to load, and that many commands do not need although their code names them. */
const lateBuiltins: ReadonlySet<string> = new Set(["node:child_process", "node:crypto", "node:sqlite", "node:zlib"]);

/** Functions and classes that load their module when they are first called. */
function lateFunctions(names: string, module: string): string {
  return Array.from(names.matchAll(/([\w$]+)(?:\s+as\s+([\w$]+))?/g), ([, name = "", local = name]) => {
    if (typeof process.getBuiltinModule(module)?.[name as never] !== "function") {
      throw new Error(`${module} is loaded late, and ${name} is no function of it`);
    }
    const found = `process.getBuiltinModule("${module}").${name}`;
    return `function ${local}(...args) { return new.target ? new (${found})(...args) : ${found}(...args); }`;
  }).join("\n");
}

/** argparse asserts its own invariants; Node's module for that loads streams and colours, which takes 4 ms. */
const shortAssert: Plugin = {
  name: "short-assert",
  resolveId: (id, importer) =>
    id === "assert" && importer?.includes("/node_modules/argparse/") ? { id: "\0assert.cjs" } : undefined,
  load: (id) =>
    id === "\0assert.cjs" ? "module.exports = (ok) => { if (!ok) throw new Error('assertion failed'); };" : undefined,
};

async function buildLibrary(): Promise<void> {
  const fresh = join(scratch, "core");
  const compiler = join(root, "node_modules/typescript-native/bin/tsc");
  // Types are checked by `npm run types`; here the sources are only translated, whatever state a checkout is in.
  await run(compiler, ["-p", join(core, "tsconfig.build.json"), "--outDir", fresh, "--noCheck"]);
  await replaceFolder(fresh, join(core, "dist"));
}

async function replaceFolder(fresh: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

function run(script: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${script} ended with ${code}`));
    });
  });
}

await mkdir(scratch, { recursive: true });
try {
  // Both come to an end before the folder is removed, so that a failure is told and not hidden by that of the other.
  const parts = await Promise.allSettled([buildCommand(), buildLibrary()]);
  for (const part of parts) if (part.status === "rejected") throw part.reason;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
