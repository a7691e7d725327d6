import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** Makes objects that stay, in a process of its own; what it prints is the size of its nursery in MiB. */
function nurseryMb(prepare: string): number {
  const script = `
    import { getHeapSpaceStatistics } from "node:v8";
    ${prepare}
    globalThis.kept = Array.from({ length: 500_000 }, (_, index) => ({ index }));
    const nursery = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
    console.log(nursery.space_size / 2 ** 20);
  `;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }));
}

test("keepHeapSmall() keeps the nursery from growing", () => {
  const module = new URL("small-heap.ts", import.meta.url).href;
  expect(nurseryMb(`(await import("${module}")).keepHeapSmall();`)).toBeLessThanOrEqual(4);
  expect(nurseryMb("")).toBeGreaterThan(8);
});
