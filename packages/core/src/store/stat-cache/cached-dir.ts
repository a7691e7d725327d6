import { parseOid } from "../../base/oid.ts";
import type { PackedRows } from "./dir-blob.ts";
import type { CachedDir, FileStats } from "./stat-cache.ts";

/** Makes a CachedDir of unpacked rows. */
export function cachedDir(rows: PackedRows): CachedDir {
  const { names } = rows;
  let places: Map<string, number> | undefined;
  const placeOf = (name: string, guess: number): number | undefined => {
    if (names[guess] === name) return guess;
    places ??= new Map(names.map((known, place) => [known, place]));
    return places.get(name);
  };
  return {
    count: names.length,
    match(stats) {
      let guess = 0;
      return stats.names.map((name, row) => {
        const place = placeOf(name, guess);
        if (place === undefined) return undefined;
        guess = place + 1;
        return isSame(rows, place, { stats, row }) ? parseOid(rows.oids.slice(place * 32, place * 32 + 32)) : undefined;
      });
    },
  };
}

function isSame(rows: PackedRows, place: number, { stats, row }: { stats: FileStats; row: number }): boolean {
  return (
    rows.sizes[place] === stats.sizes[row] &&
    rows.mtimesNs[place] === stats.mtimesNs[row] &&
    rows.inos[place] === stats.inos[row]
  );
}
