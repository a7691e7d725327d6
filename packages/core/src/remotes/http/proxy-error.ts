import { LodeError } from "../../base/lode-error.ts";
import { isSystemError } from "../../base/system-error.ts";
import { connectionFailure } from "../connection-failure.ts";
import { type HttpAttempt, PROXY_LOGIN_HINT, what } from "./http-errors.ts";

/** The error for a connection that a proxy did not bring about; undefined if it failed in another way. */
export function proxyError(attempt: HttpAttempt, cause: unknown, proxy: URL): LodeError | undefined {
  if (!(cause instanceof Error)) return undefined;
  const name = `the proxy '${proxy.protocol}//${proxy.host}'`;
  const details = { proxy: `${proxy.protocol}//${proxy.host}` };
  if (isSystemError(cause, "ERR_PROXY_TUNNEL")) {
    const status = "statusCode" in cause ? Number(cause.statusCode) : 0;
    const code = status === 407 || status === 403 ? "STORAGE_DENIED" : "STORAGE_UNREACHABLE";
    const hint = status === 407 ? PROXY_LOGIN_HINT : PROXY_HINT;
    const message = `${what(attempt)}: ${name} answered ${status}`;
    return new LodeError(code, message, { hint, details: { ...details, status }, cause });
  }
  if (!isAbout(cause, proxy)) return undefined;
  const message = `${what(attempt)} through ${name}: ${connectionFailure(cause, "it")}`;
  return new LodeError("STORAGE_UNREACHABLE", message, { hint: PROXY_HINT, details, cause });
}

const PROXY_HINT =
  "Look whether the variables `http_proxy` and `https_proxy` are right and the proxy runs; `no_proxy` names servers that are reached without it.";

/** Says whether an error of the system is about the way to the proxy: it names the port, or the host that it looked for. */
function isAbout(cause: Error, { hostname, port, protocol }: URL): boolean {
  if ("hostname" in cause) return cause.hostname === hostname;
  return "port" in cause && String(cause.port) === (port || (protocol === "https:" ? "443" : "80"));
}
