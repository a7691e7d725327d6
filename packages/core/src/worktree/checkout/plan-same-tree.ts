import type { Region } from "../scan/region.ts";
import type { Scan } from "../scan/scan.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";
import type { CheckoutRequest } from "./checkout-request.ts";
import { placeDirs, placeOddities } from "./place-entries.ts";
import { makeDraft } from "./plan-draft.ts";
import { layOutSame } from "./region-layout.ts";

/** A directory whose files are all as recorded. */
export interface SameTree {
  readonly request: CheckoutRequest;
  readonly region: Region;
  readonly scan: Scan;
}

/** Plans what is to be done where all files are as recorded: only links to nothing and empty directories may go. */
export function planSameTree({ request, region, scan }: SameTree): CheckoutPlan {
  const draft = makeDraft(region, undefined, false);
  const layout = layOutSame(scan);
  placeOddities(draft, layout, () => false);
  placeDirs(draft, layout);
  const { counts, obstacles, obstacleDirs, create, replace, extras, extraDirs, endangered } = draft;
  return {
    request,
    region,
    current: "same",
    wanted: undefined,
    obstacles,
    obstacleDirs,
    create,
    replace,
    extras,
    extraDirs,
    endangered,
    makeExecutable: undefined,
    makeBase: false,
    change: counts.deleted > 0 ? "modified" : undefined,
    counts,
  };
}
