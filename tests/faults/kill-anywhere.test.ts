import { afterAll, describe, test } from "vitest";
import { FaultPlace } from "./anywhere/fault-place.ts";
import { expectRepairable, playThrough, spread } from "./anywhere/invariants.ts";
import { faultScenarios } from "./anywhere/scenarios.ts";

/** How many kills are spread over all scenarios: `LODE_KILLS=1000 npx vitest run --project faults kill-anywhere`. */
const KILLS = Number(process.env.LODE_KILLS ?? 220);
const perScenario = Math.ceil(KILLS / faultScenarios.length);
const change = { calls: ["write", "move", "remove"], isOnce: true } as const;

describe.each(faultScenarios)("$name", (scenario) => {
  const place = new FaultPlace(scenario);
  afterAll(() => place[Symbol.dispose]());

  test("killed before any change of the disk, it loses nothing, and the next run finishes", () => {
    const played = playThrough(place);
    for (const nth of spread(place.countCalls(change.calls), perScenario)) {
      place.reset();
      const { struck } = place.disturb({ ...change, nth });
      expectRepairable(played, { nth, struck });
    }
  });
});
