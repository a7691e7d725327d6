import { randomBytes } from "node:crypto";

/** Makes the id of a new row: 64 random bits, hexadecimal. */
export function newId(): string {
  return randomBytes(8).toString("hex");
}
