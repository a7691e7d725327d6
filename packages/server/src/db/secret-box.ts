import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { join } from "node:path";
import { LodeError } from "@lode/core";
import { linkFile, readTextIfExists, removeTree, writeFileAtomic } from "@lode/core/engine";
import { newId } from "./new-id.ts";

/** Encrypts what the database has to give back as it was: secrets for other hosts. */
export interface SecretBox {
  /** @param owner what the secret belongs to; it opens for this owner alone, so that rows cannot be swapped */
  seal(secret: string, owner: string): string;
  /** @throws SECRET_KEY_INVALID if it was sealed with another key, or for another owner */
  open(sealed: string, owner: string): string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";
const VERSION = "v1:";

/**
 * Makes the box of a data folder; its key is the file `secret_key`, made when there is none. Of several servers that start
 * at once, the first one's key stays.
 *
 * @throws SECRET_KEY_INVALID if the file is no key
 */
export function secretBox(dataDir: string): SecretBox {
  const key = loadKey(keyPath(dataDir));
  return {
    seal(secret, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(owner));
      const parts = [nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()];
      return VERSION + Buffer.concat(parts).toString("base64");
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed.slice(VERSION.length), "base64");
      const tagAt = bytes.length - TAG_BYTES;
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(owner))
          .setAuthTag(bytes.subarray(tagAt));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, tagAt)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw invalid("a secret in the database was encrypted with another key", cause);
      }
    },
  };
}

/** Gives the key of one data folder, or backup of one, to another, for its owner alone to read. @throws IO_FAILED */
export function copySecretKey(from: string, to: string): void {
  const text = readTextIfExists(keyPath(from));
  if (text !== undefined) writeFileAtomic(keyPath(to), text, { mode: 0o600, fsync: true });
}

function keyPath(dataDir: string): string {
  return join(dataDir, "secret_key");
}

function loadKey(path: string): Buffer {
  const text = readTextIfExists(path) ?? makeKey(path);
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== KEY_BYTES) throw invalid(`"${path}" does not hold ${KEY_BYTES} bytes in base64`, undefined);
  return key;
}

function makeKey(path: string): string {
  const temporary = `${path}.${newId()}`;
  writeFileAtomic(temporary, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, fsync: true });
  try {
    linkFile("hardlink", temporary, path);
  } catch (error) {
    if (readTextIfExists(path) === undefined) throw error;
  } finally {
    removeTree(temporary);
  }
  return readTextIfExists(path) ?? "";
}

function invalid(state: string, cause: unknown): LodeError {
  return new LodeError("SECRET_KEY_INVALID", `Cannot use the key of the registry's secrets: ${state}`, {
    hint: "Bring back the file 'secret_key' of the data folder from a backup, or give the secrets anew.",
    cause,
  });
}
