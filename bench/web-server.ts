import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { firstLine } from "./first-line.ts";
import { scratchFolder } from "./scratch-folder.ts";
import type { PlainCommand } from "./suite.ts";

/** A web server that stores and gives files, and does nothing else with them. */
interface WebServer {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

let running: WebServer | undefined;

/** `curl` that sends a file to a plain web server, rclone's, which runs as long as this process. */
export function curlTo(name: string, path: string): PlainCommand {
  return { name: "curl", argv: ["curl", "-sSf", "-T", path, ...addressOf(name)] };
}

/** `curl` that brings a file which it has sent before. */
export function curlFrom(name: string, path: string): PlainCommand {
  return { name: "curl", argv: ["curl", "-sSf", "-o", path, ...addressOf(name)] };
}

function addressOf(name: string): readonly string[] {
  running ??= start();
  return ["-u", `${running.user}:${running.password}`, `${running.url}/${name}`];
}

function start(): WebServer {
  const path = join(scratchFolder("bench-web"), "settings");
  const script = join(import.meta.dirname, "../tests/servers/webdav.ts");
  // It ends, and cleans up behind itself, when its input ends with this process.
  const child = spawn(process.execPath, [script], { stdio: ["pipe", openSync(path, "w"), "inherit"] });
  child.unref();
  return JSON.parse(firstLine(path));
}
