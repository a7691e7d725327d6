import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";

test("readEnvironment() follows the XDG variables on Linux", () => {
  expect(readEnvironment({}, "linux")).toMatchObject({
    systemConfigDir: "/etc/xdg/dvc",
    globalConfigDir: join(homedir(), ".config/dvc"),
    userCacheDir: join(homedir(), ".cache/lode"),
    siteCacheDir: undefined,
  });
  const variables = { XDG_CONFIG_DIRS: "/one:/two", XDG_CONFIG_HOME: "/three", XDG_CACHE_HOME: "/four", USER: "me" };
  expect(readEnvironment(variables, "linux")).toMatchObject({
    systemConfigDir: "/one/dvc",
    globalConfigDir: "/three/dvc",
    userCacheDir: "/four/lode",
    userName: "me",
  });
});

test("readEnvironment() prefers DVC's own variables, unless they are empty", () => {
  const variables = { DVC_SYSTEM_CONFIG_DIR: "/s", DVC_GLOBAL_CONFIG_DIR: "/g", DVC_SITE_CACHE_DIR: "" };
  expect(readEnvironment(variables, "darwin")).toMatchObject({
    systemConfigDir: "/s",
    globalConfigDir: "/g",
    siteCacheDir: undefined,
  });
});

test("readEnvironment() knows the places of macOS", () => {
  expect(readEnvironment({}, "darwin").systemConfigDir).toBe("/Library/Application Support/dvc");
});
