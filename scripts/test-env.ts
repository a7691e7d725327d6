/** Creates the Python environment that holds the real DVC: `node scripts/test-env.ts`. Does nothing when it is up to date. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
const requirements = join(root, "tests/compat/requirements.txt");
const attempts = 3;

/** The folder of the environment; Git ignores it. */
const envDir = join(root, ".cache/dvc-env");

/** A command of the environment, such as `dvc` or `rclone`. */
export function envCommand(name: string): string {
  return join(envDir, "bin", name);
}

/** The real DVC's command. */
export const dvcCommand = envCommand("dvc");

/**
 * Makes the environment match `tests/compat/requirements.txt`.
 *
 * A stamp with the hash of that file, the environment's folder and the interpreter is written last, so a broken attempt is made anew.
 *
 * @throws when Python or a package is not to be had: without the real DVC there is nothing to compare with.
 */
export function ensureTestEnv(): void {
  const stampFile = join(envDir, "stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === expectedStamp() && existsSync(dvcCommand)) return;
  rmSync(envDir, { recursive: true, force: true });
  mkdirSync(dirname(envDir), { recursive: true });
  run("python3", ["-m", "venv", envDir]);
  for (let attempt = 1; ; attempt += 1) {
    try {
      run(join(envDir, "bin/python"), ["-m", "pip", "install", "--quiet", "--no-input", "-r", requirements]);
      break;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
  run(dvcCommand, ["--version"]);
  writeFileSync(stampFile, expectedStamp());
}

function expectedStamp(): string {
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable, sys.version)"], {
    encoding: "utf8",
  });
  return createHash("sha256")
    .update(readFileSync(requirements))
    .update(existsSync(envDir) ? realpathSync(envDir) : join(realpathSync(root), ".cache/dvc-env"))
    .update(python)
    .digest("hex");
}

function run(command: string, args: string[]): void {
  execFileSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DVC_NO_ANALYTICS: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
  });
}

if (import.meta.main) {
  ensureTestEnv();
  console.log(dvcCommand);
}
