import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isTemporaryName } from "../../../packages/core/src/fs/temporary-name.ts";
import { hashBytes } from "../../../packages/core/src/hash/md5.ts";

/** The files below a folder by relative path, each with the MD5 of its content. */
export type DiskPicture = ReadonlyMap<string, string>;

/** Takes a picture of all files that people or later commands see: temporaries, Git's own and DVC's scratch files apart. */
export function takePicture(root: string): DiskPicture {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const seen = files.map((path) => relative(root, path)).filter((path) => !isScratch(path));
  return new Map(seen.sort().map((path) => [path, hashBytes(readFileSync(join(root, path)))]));
}

function isScratch(path: string): boolean {
  const parts = path.split("/");
  return parts.includes(".git") || path.includes(".dvc/tmp/") || parts.some(isTemporaryName);
}

/** Objects whose content is not what their name says. */
export function brokenObjects(picture: DiskPicture): readonly string[] {
  return [...picture].flatMap(([path, md5]) => {
    const object = /files\/md5\/(..)\/([0-9a-f]{30})(\.dir)?$/.exec(path);
    return object === null || `${object[1]}${object[2]}` === md5 ? [] : [path];
  });
}

/** Files of users that were in one picture and whose content is nowhere in another. */
export function lostFiles(before: DiskPicture, after: DiskPicture): readonly string[] {
  const contents = new Set(after.values());
  return [...before].filter(([path, md5]) => isData(path) && !contents.has(md5)).map(([path]) => path);
}

/** Metadata that are neither as before nor as they are to become; lines come into `.gitignore` one by one. */
export function halfWritten(
  now: DiskPicture,
  { before, after }: { readonly before: DiskPicture; readonly after: DiskPicture },
): readonly string[] {
  return [...now]
    .filter(
      ([path, md5]) =>
        isMetadata(path) && !path.endsWith(".gitignore") && before.get(path) !== md5 && after.get(path) !== md5,
    )
    .map(([path]) => path);
}

function isMetadata(path: string): boolean {
  return path.endsWith(".dvc") || path.endsWith(".gitignore") || path.endsWith(".dvc/config");
}

function isData(path: string): boolean {
  return !isMetadata(path);
}

/** Files whose content, or whose presence, is not the same in two pictures. */
export function differences(wanted: DiskPicture, got: DiskPicture): readonly string[] {
  return [...new Set([...wanted.keys(), ...got.keys()])].filter((path) => wanted.get(path) !== got.get(path));
}
