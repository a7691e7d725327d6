import { lstat, mkdir, mkdtemp, readFile, readlink, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getOption } from "../formats/config/config-file.ts";
import { setOption } from "../formats/config/edit-config.ts";
import { editConfigLevel, readConfigLevel, readMergedConfig } from "./config-levels.ts";
import type { ConfigPlaces } from "./config-places.ts";
import { configPlacesAround } from "./config-places-around.ts";

let dir = "";
let places: ConfigPlaces;

beforeEach(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), "lode-config-")));
  await mkdir(join(dir, "project/.dvc"), { recursive: true });
  const dirs = { homeDir: dir, systemConfigDir: join(dir, "system"), globalConfigDir: join(dir, "global") };
  places = await configPlacesAround(join(dir, "project"), dirs);
});

afterEach(() => rm(dir, { recursive: true }));

test("readMergedConfig() lays levels over one another and resolves paths", async () => {
  await mkdir(join(dir, "global"));
  await writeFile(join(dir, "global/config"), "[core]\nremote = far\nautostage = true\n[cache]\ndir = c\n");
  await writeFile(join(dir, "project/.dvc/config"), "[core]\nremote = near\n");
  const merged = readMergedConfig(places);
  expect(getOption(merged, ["core", "remote"])).toBe("near");
  expect(getOption(merged, ["core", "autostage"])).toBe("true");
  expect(getOption(merged, ["cache", "dir"])).toBe(join(dir, "global/c"));
  expect(getOption(readMergedConfig(places, "project"), ["core", "remote"])).toBe("far");
});

test("editConfigLevel() writes nothing that does not fit the levels below", async () => {
  const change = () => editConfigLevel(places, "local", (config) => setOption(config, ["remote", "r", "jobs"], "2"));
  expect(change).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  await expect(lstat(join(dir, "project/.dvc/config.local"))).rejects.toMatchObject({ code: "ENOENT" });
  await writeFile(join(dir, "project/.dvc/config"), "['remote \"r\"']\n    url = /store\n");
  change();
  await expect(readFile(join(dir, "project/.dvc/config.local"), "utf8")).resolves.toBe(
    "['remote \"r\"']\n    jobs = 2\n",
  );
});

test("editConfigLevel() refuses a reference that cannot be resolved", () => {
  expect(() => editConfigLevel(places, "project", (config) => setOption(config, ["core", "remote"], "%(x)s"))).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID" }),
  );
});

test("editConfigLevel() creates the folder of the file and keeps a link", async () => {
  await symlink("../../elsewhere", join(dir, "project/.dvc/config"));
  await writeFile(join(dir, "elsewhere"), "");
  editConfigLevel(places, "project", (config) => setOption(config, ["core", "autostage"], "true"));
  await expect(readlink(join(dir, "project/.dvc/config"))).resolves.toBe("../../elsewhere");
  await expect(readFile(join(dir, "elsewhere"), "utf8")).resolves.toBe("[core]\n    autostage = true\n");
  editConfigLevel(places, "system", (config) => setOption(config, ["core", "autostage"], "false"));
  expect(getOption(readConfigLevel(places, "system"), ["core", "autostage"])).toBe("false");
});

test("a level of a project is refused outside of projects", async () => {
  const outside = await configPlacesAround(dir, places);
  expect(outside.root).toBeUndefined();
  expect(() => readConfigLevel(outside, "local")).toThrow(expect.objectContaining({ code: "CONFIG_NO_PROJECT" }));
});

test("configPlacesAround() refuses a file that cannot be read", async () => {
  await writeFile(join(dir, "project/.dvc/config.local"), "[core\n");
  await expect(configPlacesAround(join(dir, "project"), places)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
});
