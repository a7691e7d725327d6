/** Preloaded into a command: lets one of its calls of the file system fail, or kills the process before that call. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import type { CallKind, Fault } from "./fault.ts";

type Call = (...args: readonly unknown[]) => unknown;

const fault: Fault = JSON.parse(process.env.LODE_TEST_FAULT ?? "{}");
const { writeFileSync } = fs;
const openFiles = new Map<number, string>();
let count = 0;

/** By name of a function: what a call of it does. A creating `open` changes the disk, any other reads. */
const kinds: Readonly<Record<string, CallKind>> = {
  openSync: "read",
  readSync: "read",
  readFileSync: "read",
  open: "read",
  readFile: "read",
  writeSync: "write",
  writeFileSync: "write",
  appendFileSync: "write",
  copyFileSync: "write",
  mkdirSync: "write",
  symlinkSync: "write",
  writeFile: "write",
  copyFile: "write",
  mkdir: "write",
  symlink: "write",
  linkSync: "move",
  renameSync: "move",
  link: "move",
  rename: "move",
  unlinkSync: "remove",
  rmSync: "remove",
  rmdirSync: "remove",
  unlink: "remove",
  rm: "remove",
  rmdir: "remove",
  chmodSync: "remove",
  fchmodSync: "remove",
  ftruncateSync: "remove",
  truncateSync: "remove",
};

process.once("exit", () => writeFileSync(fault.countFile, String(count)));
patch(fs as unknown as Record<string, unknown>);
patch(fs.promises as unknown as Record<string, unknown>);
syncBuiltinESMExports();

function patch(functions: Record<string, unknown>): void {
  for (const name of Object.keys(kinds)) {
    const original = functions[name];
    if (typeof original !== "function") continue;
    functions[name] = (...args: readonly unknown[]) => {
      strike(name, args);
      const result: unknown = (original as Call)(...args);
      if (name === "openSync") openFiles.set(result as number, pathOf(args[0]));
      return result;
    };
  }
}

function strike(name: string, args: readonly unknown[]): void {
  const kind = isCreating(name, args[1]) ? "write" : kinds[name];
  const path = args
    .slice(0, TWO_PATHS.test(name) ? 2 : 1)
    .map(pathOf)
    .find((candidate) => candidate.startsWith(fault.root));
  if (kind === undefined || path === undefined || !fault.calls.includes(kind)) return;
  count += 1;
  if (count < fault.nth || (fault.isOnce && count > fault.nth)) return;
  writeFileSync(fault.hitFile, `${name} ${path}`);
  if (fault.code === undefined) process.kill(process.pid, "SIGKILL");
  const error = new Error(`${fault.code}: injected, ${name} '${path}'`);
  throw Object.assign(error, { code: fault.code, errno: -5, syscall: name.replace("Sync", ""), path });
}

const TWO_PATHS = /^(link|rename|symlink|copyFile)/;

function isCreating(name: string, flags: unknown): boolean {
  if (name !== "openSync" && name !== "open") return false;
  if (typeof flags === "string") return flags.includes("w") || flags.includes("a");
  return typeof flags === "number" && (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
}

function pathOf(value: unknown): string {
  if (typeof value === "number") return openFiles.get(value) ?? "";
  return typeof value === "string" ? resolve(value) : "";
}
