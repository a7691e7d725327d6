import { expect, test } from "vitest";
import {
  isPathOption,
  normalizeConfigPaths,
  relativizeConfigPath,
  resolveConfigPath,
  resolveConfigPaths,
} from "./config-paths.ts";
import {
  addRemote,
  modifyRemote,
  removeRemote,
  renameRemote,
  replaceDefaultRemote,
  setDefaultRemote,
  setOption,
  unsetOption,
} from "./edit-config.ts";
import { listOptions } from "./list-options.ts";
import { parseConfig } from "./parse-config.ts";
import { printConfig } from "./print-config.ts";

const two = parseConfig(
  "[core]\nremote = a\n['remote \"a\"']\nurl = s3://a\nregion = x\n['remote \"b\"']\nurl = s3://b\n",
  "f",
);
const empty = parseConfig("", "f");

test("addRemote() refuses a name that is taken and replaces it when force is set", () => {
  expect(() => addRemote(two, { name: "a", url: "x" })).toThrow(expect.objectContaining({ code: "REMOTE_EXISTS" }));
  const forced = addRemote(two, { name: "a", url: "gs://a", force: true });
  expect(printConfig(forced)).toBe(
    "[core]\n    remote = a\n['remote \"a\"']\n    url = gs://a\n['remote \"b\"']\n    url = s3://b\n",
  );
});

test("removeRemote() leaves the default, which replaceDefaultRemote() clears", () => {
  const removed = removeRemote(two, "a");
  expect(printConfig(removed)).toBe("[core]\n    remote = a\n['remote \"b\"']\n    url = s3://b\n");
  expect(printConfig(replaceDefaultRemote(removed, "a", undefined))).toBe("['remote \"b\"']\n    url = s3://b\n");
  expect(replaceDefaultRemote(two, "b", undefined)).toBe(two);
  expect(() => removeRemote(empty, "a")).toThrow(expect.objectContaining({ code: "REMOTE_MISSING" }));
});

test("renameRemote() moves the remote to the end and the default with it", () => {
  expect(printConfig(renameRemote(two, "a", "C"))).toBe(
    "[core]\n    remote = C\n['remote \"b\"']\n    url = s3://b\n['remote \"C\"']\n    url = s3://a\n    region = x\n",
  );
});

test("modifyRemote() may add to a remote of a lower level", () => {
  const local = modifyRemote(empty, two, { name: "a", option: "password", value: "p" });
  expect(printConfig(local)).toBe("['remote \"a\"']\n    password = p\n");
  expect(printConfig(modifyRemote(local, two, { name: "a", option: "password" }))).toBe("['remote \"a\"']\n");
  expect(() => modifyRemote(empty, empty, { name: "a", option: "x", value: "y" })).toThrow("does not exist");
});

test("setDefaultRemote() takes remotes of the file and of lower levels", () => {
  expect(printConfig(setDefaultRemote(empty, two, "b"))).toBe("[core]\n    remote = b\n");
  expect(() => setDefaultRemote(empty, empty, "b")).toThrow(expect.objectContaining({ code: "REMOTE_MISSING" }));
});

test("unsetOption() removes an option and refuses one that is not set", () => {
  expect(printConfig(unsetOption(two, ["remote", "a", "region"]))).not.toContain("region");
  expect(() => unsetOption(two, ["core", "autostage"])).toThrow("Cannot find the option 'core.autostage'");
});

test("listOptions() lists remotes first and writes lists in Python's form", () => {
  const config = parseConfig("[core]\nremote = a\n[cache]\ntype = copy, it's\n['remote \"a\"']\nurl = x\n", "f");
  expect(listOptions(config)).toEqual([
    { name: "remote.a.url", value: "x" },
    { name: "core.remote", value: "a" },
    { name: "cache.type", value: `['copy', "it's"]` },
  ]);
});

const dirs = { configDir: "/p/.dvc", homeDir: "/home/u" };

test.each([
  ["../../store", "/store"],
  ["cache", "/p/.dvc/cache"],
  ["/abs/", "/abs/"],
  ["~/x", "/home/u/x"],
  ["~", "/home/u"],
  ["~x", "/p/.dvc/~x"],
  ["s3://b/../c", "s3://b/../c"],
  ["git+ssh://h/p", "/p/.dvc/git+ssh:/h/p"],
  ["user@host:p", "/p/.dvc/user@host:p"],
  ["", "/p/.dvc"],
])("resolveConfigPath() resolves %j to %s", (value, path) => {
  expect(resolveConfigPath(value, dirs)).toBe(path);
});

test.each([
  ["../store", "../../store"],
  ["sub/", "../sub"],
  [".dvc", "."],
  ["", ".."],
  ["~/x", "~/x"],
  ["/abs/../x", "/abs/../x"],
  ["http://h/p", "http://h/p"],
])("relativizeConfigPath() saves %j typed in the project as %s", (value, saved) => {
  expect(relativizeConfigPath(value, "/p", dirs)).toBe(saved);
});

test("normalizeConfigPaths() and resolveConfigPaths() change paths only", () => {
  const config = parseConfig(
    "[cache]\ndir = x/../y/\n['remote \"r\"']\nurl = ../a/\nuser = ../a/\nkeyfile = ~/k\n",
    "f",
  );
  expect(printConfig(normalizeConfigPaths(config, dirs))).toBe(
    "[cache]\n    dir = y\n['remote \"r\"']\n    url = ../a\n    user = ../a/\n    keyfile = ~/k\n",
  );
  expect(printConfig(resolveConfigPaths(config, dirs))).toContain("keyfile = /home/u/k");
});

test("isPathOption() knows which options are paths", () => {
  expect(isPathOption(["cache", "dir"])).toBe(true);
  expect(isPathOption(["remote", "r", "url"])).toBe(true);
  expect(isPathOption(["remote", "r", "user"])).toBe(false);
  expect(isPathOption(["core", "site_cache_dir"])).toBe(false);
});

test("setOption() keeps the other options and their order", () => {
  expect(listOptions(setOption(two, ["remote", "a", "url"], "gs://x")).map((option) => option.name)).toEqual([
    "remote.a.url",
    "remote.a.region",
    "remote.b.url",
    "core.remote",
  ]);
});
