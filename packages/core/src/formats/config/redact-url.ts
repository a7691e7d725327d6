const HIDDEN = "***";

/** Parameters whose values give access: signatures of S3, GCS and Azure, tokens, keys. */
const SECRET_PARAMETER = /sig|token|secret|password|passwd|credential|auth|key/i;

/**
 * Replaces what gives access in a URL by `***`: passwords before the host, for HTTP also a user without one (tokens are
 * given that way), and parameters such as signatures. Anything that is no URL is returned as it is.
 */
export function redactUrl(url: string): string {
  const [, scheme, authority = "", rest = ""] = /^([\p{L}\p{N}+.-]+:\/\/)([^/?#]*)(.*)$/su.exec(url) ?? [];
  if (scheme === undefined) return url;
  return scheme + redactAuthority(scheme, authority) + redactParameters(rest);
}

function redactAuthority(scheme: string, authority: string): string {
  const at = authority.lastIndexOf("@");
  if (at === -1) return authority;
  const host = authority.slice(at);
  const colon = authority.indexOf(":");
  if (colon !== -1 && colon < at) return `${authority.slice(0, colon)}:${HIDDEN}${host}`;
  return /^https?:/i.test(scheme) ? `${HIDDEN}${host}` : authority;
}

function redactParameters(rest: string): string {
  return rest.replace(/([?&;#])([^=&;#]*)=([^&;#]*)/g, (whole, before: string, name: string) =>
    SECRET_PARAMETER.test(name) ? `${before}${name}=${HIDDEN}` : whole,
  );
}
