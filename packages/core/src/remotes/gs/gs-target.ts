/** A file of a bucket: by its key, by the object's whole name, and as messages call it. */
export interface GsTarget {
  readonly key: string;
  readonly name: string;
  readonly shown: string;
}
