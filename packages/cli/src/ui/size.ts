/** A size for people, as DVC writes it: whole bytes below 1024, then one decimal and a letter: `97.7k`. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  for (const unit of ["k", "M", "G", "T", "P"]) {
    value /= 1024;
    if (value < 1024) return `${value.toFixed(1)}${unit}`;
  }
  return `${(value / 1024).toFixed(1)}E`;
}
