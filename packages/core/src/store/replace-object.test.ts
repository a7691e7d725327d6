import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { objectPath } from "./object-store.ts";
import { quarantineObject } from "./quarantine-object.ts";
import { replaceObject } from "./replace-object.ts";
import { makeStoreFixture, oidOf, readObject } from "./testing/store-fixture.ts";

const OID = oidOf("sound");

/** A store with a damaged object, and a folder on another disk. */
function damagedStore(asideOn: "this disk" | "another disk") {
  const far = mkdtempSync("/dev/shm/lode-");
  onTestFinished(() => rmSync(far, { recursive: true }));
  const folder = makeStoreFixture();
  const asideDir = join(asideOn === "this disk" ? folder.path : far, "aside");
  const store = { ...folder.store, asideDir };
  mkdirSync(dirname(objectPath(store, OID)), { recursive: true });
  writeFileSync(objectPath(store, OID), "damaged", { mode: 0o444 });
  return { store, far, asideDir, [Symbol.dispose]: folder[Symbol.dispose] };
}

test.each(["this disk", "another disk"] as const)("replaceObject() keeps the damaged bytes on %s", (place) => {
  using folder = damagedStore(place);
  const sound = join(folder.far, "sound");
  writeFileSync(sound, "sound");
  chmodSync(sound, 0o444);
  const aside = replaceObject(folder.store, OID, sound);
  expect(readFileSync(aside ?? "", "utf8")).toBe("damaged");
  expect(readObject(folder.store, OID)).toEqual({ content: "sound", mode: 0o444 });
  expect(existsSync(sound)).toBe(false);
  expect(readdirSync(dirname(objectPath(folder.store, OID)))).toEqual([OID.slice(2)]);
});

test.each(["this disk", "another disk"] as const)("quarantineObject() moves the damaged bytes to %s", (place) => {
  using folder = damagedStore(place);
  const aside = quarantineObject(folder.store, OID);
  expect(aside).toBe(join(folder.asideDir, `${OID}.1`));
  expect(readFileSync(aside ?? "", "utf8")).toBe("damaged");
  expect(readdirSync(dirname(objectPath(folder.store, OID)))).toEqual([]);
});
