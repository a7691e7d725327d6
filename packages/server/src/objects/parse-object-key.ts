import { type ObjectId, parseOid } from "@lode/core/engine";

const KEY = /^(files\/md5\/)?([0-9a-f]{2})\/([0-9a-f]{30}(?:\.dir)?)$/;

/** Parses the address of an object below a remote of DVC; undefined if it is none. */
export function parseObjectKey(key: string): ObjectId | undefined {
  const [, current, shard = "", rest = ""] = KEY.exec(key) ?? [];
  const oid = parseOid(`${shard}${rest}`);
  return oid && { hashName: current === undefined ? "md5-dos2unix" : "md5", oid };
}
