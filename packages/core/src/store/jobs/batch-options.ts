/** Progress of one call: files and bytes finished so far. */
export interface BatchProgress {
  readonly files: number;
  readonly bytes: number;
}

/** What every function that works on many files may be told. */
export interface BatchOptions {
  /** Looked at between batches of about 20 ms; aborting makes the call throw CANCELLED, leaving everything whole. */
  readonly signal?: AbortSignal;
  /** Called after each batch, in no more than 100 calls a second. */
  readonly onProgress?: (progress: BatchProgress) => void;
  /** How many threads work at most, the calling one included. Default: the number of processors, at most 8. */
  readonly threads?: number;
}
