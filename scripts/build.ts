/**
 * Builds what is published: `node scripts/build.ts`.
 *
 * 1. `packages/cli/dist`: the command, bundled, one chunk for each command, with the worker of the hash engine beside it.
 * 2. `packages/core/dist`: the library, one module for each source, with types.
 *
 * Both are replaced as a whole, so that no stale file survives. Takes about two seconds.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");
const core = join(root, "packages/core");
const cli = join(root, "packages/cli");
const worker = join(core, "src/hash/worker-entry.ts");

// Of this process alone, so that two builds at once do not mix.
const scratch = join(root, `.cache/build-${process.pid}`);

await mkdir(scratch, { recursive: true });
try {
  await Promise.all([buildCommand(), buildLibrary()]);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function buildCommand(): Promise<void> {
  const bundle = await rolldown({
    input: { main: join(cli, "src/main.ts"), ...(existsSync(worker) ? { "worker-entry": worker } : {}) },
    platform: "node",
    // Native code cannot be bundled; it is a dependency of the package.
    external: ["koffi"],
    resolve: { conditionNames: ["source", "node", "import", "default"] },
    onLog(level, log) {
      if (level === "warn") throw new Error(`rolldown: ${log.message}`);
    },
  });
  const fresh = join(scratch, "cli");
  // All chunks lie in one folder: the hash engine looks for its worker beside itself.
  await bundle.write({
    dir: fresh,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    minify: true,
  });
  await bundle.close();
  await replaceFolder(fresh, join(cli, "dist"));
}

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
