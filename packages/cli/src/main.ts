import { enableCompileCache } from "node:module";
import { join } from "node:path";
import packageJson from "../package.json" with { type: "json" };

const args = process.argv.slice(2);

// Asked for by scripts and by people alike, and worth no more than the start of Node itself.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${packageJson.version}\n`);
} else {
  const { userCacheDir } = await import("./environment.ts");
  // The folder is the user's own: compiled code in a shared temporary folder could be planted by others.
  enableCompileCache(join(userCacheDir(process.env), "compiled"));
  const { runCommandLine } = await import("./run-command-line.ts");
  // If nothing is left to wait for before the command has come to its end, that must not look like success.
  const unfinished = (): void => {
    process.exitCode = 255;
    process.stderr.write("ERROR: Cannot go on: what the command waits for will never come. This is a bug in Lode.\n");
  };
  process.once("beforeExit", unfinished);
  process.exitCode = await runCommandLine(args, packageJson.version);
  process.off("beforeExit", unfinished);
}
