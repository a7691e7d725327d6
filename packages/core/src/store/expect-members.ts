import { expectFiles } from "./jobs/expect-files.ts";

/** What a manifest takes for each file, about. */
const ENTRY_BYTES = 100;

/** Does what expectFiles does for the members of a manifest that is still to be parsed. */
export function expectMembers({ length }: Uint8Array): void {
  expectFiles(length / ENTRY_BYTES);
}
