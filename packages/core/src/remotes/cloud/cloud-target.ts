/** A file that is sent: by its key, by its whole name in the bucket or container, and as messages call it. */
export interface CloudTarget {
  readonly key: string;
  readonly name: string;
  readonly shown: string;
}
