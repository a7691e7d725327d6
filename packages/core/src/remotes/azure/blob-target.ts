/** A file of a container: by its key, by the blob's whole name, and as messages call it. */
export interface BlobTarget {
  readonly key: string;
  readonly name: string;
  readonly shown: string;
}
