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
  process.exitCode = await runCommandLine(args, packageJson.version);
}
