import { type HashName, type Oid, parseOid } from "../../base/oid.ts";

/** An object of a bundle. */
export interface BundledObject {
  readonly hashName: HashName;
  readonly oid: Oid;
}

const NAME = /^(files\/md5\/)?([0-9a-f]{2})\/([0-9a-f]{30}(?:\.dir)?)$/;

/** Reads the name of an object in a bundle, which is its path in a remote; undefined for any other name. */
export function parseObjectName(name: string): BundledObject | undefined {
  const [, current, first = "", rest = ""] = NAME.exec(name) ?? [];
  const oid = parseOid(first + rest);
  return oid === undefined ? undefined : { hashName: current === undefined ? "md5-dos2unix" : "md5", oid };
}
