/**
 * The closed set of what can go wrong, seen from outside. The command line maps each kind to an exit code and the
 * server to an HTTP status, each in one total record.
 *
 * - `usage`: the caller asked for something contradictory.
 * - `config`: the configuration is missing something or is invalid.
 * - `not-a-project`: there is no project here.
 * - `invalid`: a file, listing or name does not follow its format.
 * - `not-found`: a path, revision, object or repository does not exist.
 * - `conflict`: what is there stands in the way (exists already, overlaps, is tracked by Git).
 * - `unsafe`: going on would lose or overwrite data.
 * - `incomplete`: part of the work failed; the details name the parts.
 * - `locked`: another process holds the lock.
 * - `network`: a remote did not answer, or broke off; trying again may help.
 * - `auth`: credentials are missing or were refused.
 * - `forbidden`: who asks is known, and may not do this.
 * - `io`: the operating system refused (no space, no permission, device error).
 * - `integrity`: bytes do not hash to their name.
 * - `unsupported`: understood, but not possible here.
 * - `cancelled`: the caller's signal was aborted.
 */
export type ErrorKind =
  | "usage"
  | "config"
  | "not-a-project"
  | "invalid"
  | "not-found"
  | "conflict"
  | "unsafe"
  | "incomplete"
  | "locked"
  | "network"
  | "auth"
  | "forbidden"
  | "io"
  | "integrity"
  | "unsupported"
  | "cancelled";
