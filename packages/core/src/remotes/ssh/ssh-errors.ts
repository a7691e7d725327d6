import { LodeError } from "../../base/lode-error.ts";
import { connectionFailure } from "../connection-failure.ts";

/** Status codes of SFTP (draft-ietf-secsh-filexfer-02, 7). */
export const SFTP_STATUS = {
  eof: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  noConnection: 6,
  connectionLost: 7,
};

/** What was asked of a server: an infinitive, such as `read`, and what it was about. */
export interface SshAttempt {
  readonly action: string;
  readonly url: string;
}

/** A request that failed: what the server answered, or why there was no answer. Only for this folder. */
export class SftpFailure extends Error {
  /** Undefined if there was no answer. */
  readonly status: number | undefined;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.status = "code" in cause && typeof cause.code === "number" ? cause.code : undefined;
  }
}

/** Says whether an error is this answer of the server. */
export function isSftpStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof SftpFailure && error.status !== undefined && statuses.includes(error.status);
}

/** The error for a request that failed; any other error is returned as it is. */
export function sftpError({ action, url }: SshAttempt, cause: unknown): unknown {
  if (!(cause instanceof SftpFailure)) return cause;
  const what = `Cannot ${action} '${url}'`;
  const details = { url };
  if (isSftpStatus(cause, SFTP_STATUS.permissionDenied)) {
    const hint = "Look whether the user of the URL may do it on that machine.";
    return new LodeError("STORAGE_DENIED", `${what}: the server permits it not to this user`, { hint, details, cause });
  }
  if (isSftpStatus(cause, SFTP_STATUS.noSuchFile)) {
    return new LodeError("STORAGE_REJECTED", `${what}: it does not exist`, { details, cause });
  }
  if (isSftpStatus(cause, SFTP_STATUS.failure)) {
    const hint = "The server does not say why: its disk may be full, or something else may have this name.";
    return new LodeError("STORAGE_REJECTED", `${what}: the server failed to do it`, { hint, details, cause });
  }
  if (cause.status === undefined || isSftpStatus(cause, SFTP_STATUS.noConnection, SFTP_STATUS.connectionLost)) {
    return new LodeError("STORAGE_UNREACHABLE", `${what}: the connection broke off`, { details, cause });
  }
  return new LodeError("STORAGE_REJECTED", `${what}: ${cause.message}`, { details, cause });
}

/** The error for a connection that does not come about. `level` is how far the client got. */
export function connectError(name: string, cause: Error & { readonly level?: string }): LodeError {
  const what = `Cannot connect to '${name}'`;
  const details = { host: name };
  switch (cause.level) {
    case "client-authentication":
      return new LodeError("STORAGE_DENIED", `${what}: the server lets this user not in`, {
        hint: "Set `user`, `keyfile` or `password` of the remote with `lode remote modify --local`, or add your key to the agent.",
        details,
        cause,
      });
    case "handshake":
      return new LodeError("STORAGE_REJECTED", `${what}: ${cause.message}`, { details, cause });
    default:
      return new LodeError("STORAGE_UNREACHABLE", `${what}: ${connectionFailure(cause)}`, {
        hint: "Look whether host and port of the URL, or of ~/.ssh/config, are right, and the machine runs.",
        details,
        cause,
      });
  }
}

/** The error for a server that was silent for too long. */
export function silentError(name: string, timeoutMs: number): LodeError {
  return new LodeError("STORAGE_UNREACHABLE", `Cannot go on with '${name}': no answer in ${timeoutMs / 1000} s`, {
    hint: "Allow it more time with `timeout` of the remote.",
    details: { host: name, timeoutMs },
  });
}
