/** Joins the bytes of objects in one piece of memory: a view of a larger one would go to a thread with all of it. */
export function packBytes(objects: readonly { readonly bytes: Uint8Array }[]): Buffer {
  const all = Buffer.allocUnsafeSlow(objects.reduce((total, { bytes }) => total + bytes.length, 0));
  let at = 0;
  for (const { bytes } of objects) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
