/**
 * An object id: 32 lower-case hexadecimal digits (MD5), or the same followed by `.dir` for a directory manifest.
 * Source: DVC's object database, dvc-data 3.x.
 */
export type Oid = string & { readonly __brand: "Oid" };

/** How an object was hashed: `md5` over the bytes, or DVC 2.x's `md5-dos2unix`, which normalises line ends of text. */
export type HashName = "md5" | "md5-dos2unix";

const OID = /^[0-9a-f]{32}(?:\.dir)?$/;

/** Parses a text into an Oid, or returns undefined if it is not one. */
export function parseOid(text: string): Oid | undefined {
  return OID.test(text) ? (text as Oid) : undefined;
}

/** Says whether an Oid names a directory manifest. */
export function isDirOid(oid: Oid): boolean {
  return oid.endsWith(".dir");
}
