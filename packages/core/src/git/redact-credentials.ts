const USER_AND_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/)([^\s/'"]+)@/gi;
const SECRET_PARAMETER = /([?&][^=&\s]*(?:token|password|secret|signature|key)[^=&\s]*=)[^&\s'"]+/gi;

/**
 * Replaces by `***` what may be a secret in the URLs of a text: passwords, the whole user part of HTTP addresses (it
 * is often a token), and query parameters named like a secret.
 */
export function redactCredentials(text: string): string {
  return text
    .replace(USER_AND_PASSWORD, (_match, scheme: string, user: string) => `${scheme}${redactUser(scheme, user)}@`)
    .replace(SECRET_PARAMETER, "$1***");
}

function redactUser(scheme: string, user: string): string {
  if (/^https?:/i.test(scheme)) return "***";
  const colon = user.indexOf(":");
  return colon < 0 ? user : `${user.slice(0, colon)}:***`;
}
