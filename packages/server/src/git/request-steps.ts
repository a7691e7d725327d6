import { type Duplex, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { LodeError } from "@lode/core";

/** What a client may ask of a clone or fetch: git keeps it in memory, and this is a million names of commits. */
const ASKED_MAX_BYTES = 64 * 1024 * 1024;

/**
 * What the body of a request goes through on its way to git. Git's own backend unpacks what is compressed without a limit,
 * and a few bytes may unpack to any size; what a push brings is limited by `receive.maxInputSize`.
 */
export function requestSteps(
  service: "git-upload-pack" | "git-receive-pack",
  encoding: string | undefined,
): readonly Duplex[] {
  const unpacking = encoding === "gzip" || encoding === "x-gzip" ? [createGunzip()] : [];
  return service === "git-upload-pack" ? [...unpacking, limiter()] : unpacking;
}

function limiter(): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > ASKED_MAX_BYTES) done(requestInvalid(`it is larger than ${ASKED_MAX_BYTES} bytes`));
      else done(null, chunk);
    },
  });
}

/** The error for a request that git is not asked. */
export function requestInvalid(problem: string, cause?: unknown): LodeError {
  return new LodeError("GIT_REQUEST_INVALID", `Cannot take this request for git: ${problem}`, { cause });
}
