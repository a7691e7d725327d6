import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { envCommand } from "../../scripts/test-env.ts";
import { answers, freePort, listens, type RunningServer, startProgram } from "./running-server.ts";

/**
 * Starts `rclone serve <protocol>` over an empty folder, whose path is the setting `folder`; the other settings are
 * `url` and what the caller adds. With the argument `--cert` it is reached by TLS.
 */
export async function startRclone(
  protocol: "s3" | "webdav",
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const folder = makeTempFolder();
  const port = await freePort();
  const isSecure = args.includes("--cert");
  const url = `${isSecure ? "https" : "http"}://127.0.0.1:${port}`;
  const program = await startProgram({
    command: envCommand("rclone"),
    args: ["serve", protocol, folder.path, "--addr", `127.0.0.1:${port}`, "--config", "/dev/null", ...args],
    isReady: () => (isSecure ? listens(port) : answers(url)),
  });
  return {
    settings: { url, folder: folder.path, ...settings },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
