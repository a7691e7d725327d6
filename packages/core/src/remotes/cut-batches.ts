/** What a batch holds at most, apart from a single larger item. */
export interface BatchSize {
  readonly items: number;
  readonly bytes: number;
}

/** Cuts items into batches, in their order. Of those whose size is not known, only the number counts. */
export function* cutBatches<T extends { readonly sizeBytes: number | undefined }>(
  items: Iterable<T>,
  most: BatchSize,
): Generator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const { sizeBytes = 0 } = item;
    if (batch.length > 0 && (batch.length >= most.items || bytes + sizeBytes > most.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += sizeBytes;
  }
  if (batch.length > 0) yield batch;
}
