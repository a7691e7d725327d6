/**
 * Waits until all of these have ended, and then throws the first failure: so that none runs on after its caller has
 * closed what they share.
 */
export async function together<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}
