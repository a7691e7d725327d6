import { expect } from "vitest";
import { brokenObjects, type DiskPicture, differences, halfWritten, lostFiles, takePicture } from "./disk-picture.ts";
import type { FaultPlace } from "./fault-place.ts";

/** A scenario with its first and its last state. */
export interface FaultCase {
  readonly place: FaultPlace;
  readonly before: DiskPicture;
  readonly after: DiskPicture;
}

/** Plays a scenario undisturbed, and puts it back to its start. */
export function playThrough(place: FaultPlace): FaultCase {
  const before = takePicture(place.root);
  expect(place.run()).toMatchObject({ exitCode: 0 });
  const after = takePicture(place.root);
  place.reset();
  return { place, before, after };
}

/** Expects that a disturbed command lost nothing and left nothing half-made, and that its work can be finished. */
export function expectRepairable({ place, before, after }: FaultCase, story: Readonly<Record<string, unknown>>): void {
  const now = takePicture(place.root);
  const damagedBefore = new Set(brokenObjects(before));
  const damage = {
    broken: brokenObjects(now).filter((path) => !damagedBefore.has(path)),
    lost: lostFiles(before, now).filter((path) => !damagedBefore.has(path)),
    half: halfWritten(now, { before, after }),
  };
  expect.soft({ ...story, ...damage }).toMatchObject({ broken: [], lost: [], half: [] });
  expect.soft({ ...story, ...place.repair() }).toMatchObject({ exitCode: 0 });
  expect.soft({ ...story, differs: differences(after, takePicture(place.root)) }).toMatchObject({ differs: [] });
}

/** At most so many of the numbers up to one, evenly. */
export function spread(calls: number, most: number): readonly number[] {
  const steps = Math.min(calls, most);
  return Array.from({ length: steps }, (_, i) => 1 + Math.floor((i * calls) / steps));
}
