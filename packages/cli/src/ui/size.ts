/** A size for people, as DVC writes it: whole bytes below 1024, then three digits and a letter: `4.00k`, `97.7k`, `286M`. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  for (const unit of ["", "k", "M", "G", "T", "P", "E"]) {
    if (value < 999.5) return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}${unit}`;
    value /= 1024;
  }
  return `${value.toFixed(1)}Z`;
}
