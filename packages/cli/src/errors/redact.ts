/** Replaces user names and passwords in the URLs of a text, and tokens of registry servers: the last guard before it is shown. */
export function redactUrls(text: string): string {
  return text
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*:[^\s/@'"]*@/gi, "$1***@")
    .replaceAll(/\blode_[\w-]{20,}/g, "lode_***");
}
