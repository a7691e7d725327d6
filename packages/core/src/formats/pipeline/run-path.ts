/** The path of a record of the run cache: `runs/ab/<key>/<value>`, key and value being SHA-256 in hex. */
export type RunPath = string & { readonly __brand: "RunPath" };

const RUN_PATH = /^runs\/([0-9a-f]{2})\/\1[0-9a-f]{62}\/[0-9a-f]{64}$/;

/** Says whether a path is that of a record. Everything else below `runs/`, temporaries too, is none. */
export function isRunPath(path: string): path is RunPath {
  return RUN_PATH.test(path);
}
