import { afterAll, describe, expect, test } from "vitest";
import { differences, takePicture } from "./anywhere/disk-picture.ts";
import type { CallKind } from "./anywhere/fault.ts";
import { FaultPlace } from "./anywhere/fault-place.ts";
import { expectRepairable, playThrough, spread } from "./anywhere/invariants.ts";
import { faultScenarios } from "./anywhere/scenarios.ts";

interface DiskFault {
  readonly code: string;
  readonly state: string;
  readonly calls: readonly CallKind[];
  readonly isOnce: boolean;
}

const faults: readonly DiskFault[] = [
  { code: "ENOSPC", state: "the disk is full", calls: ["write", "move"], isOnce: false },
  { code: "EACCES", state: "nothing may be written", calls: ["write", "move", "remove"], isOnce: false },
  { code: "EIO", state: "a read fails", calls: ["read"], isOnce: true },
  { code: "EXDEV", state: "no file can be moved", calls: ["move"], isOnce: false },
];
const STRIKES = Number(process.env.LODE_STRIKES ?? 3);

describe.each(faultScenarios)("$name", (scenario) => {
  const place = new FaultPlace(scenario);
  afterAll(() => place[Symbol.dispose]());
  const played = playThrough(place);

  test.each(faults)(
    "when $state ($code) it says so, or does without, and nothing is lost",
    ({ state: _, ...fault }) => {
      for (const nth of spread(place.countCalls(fault.calls), STRIKES)) {
        place.reset();
        const { struck, exitCode, stderr } = place.disturb({ ...fault, nth });
        const story = { nth, struck, stderr };
        if (exitCode === 0) {
          expect
            .soft({ ...story, differs: differences(played.after, takePicture(place.root)) })
            .toMatchObject({ differs: [] });
          continue;
        }
        expect.soft(stderr).toMatch(/^(ERROR|WARNING): Cannot /m);
        expect.soft(stderr).not.toContain("unexpected");
        expectRepairable(played, story);
      }
    },
  );
});
