import { expect, test } from "vitest";
import { linePieces } from "./line-pieces.ts";

test("linePieces() puts many lines together, each with its line break", () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}`);
  const pieces = [...linePieces(lines)];
  expect(pieces.join("")).toBe(lines.map((line) => `${line}\n`).join(""));
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.length).toBeLessThan(10);
});

test("linePieces() yields nothing when there are no lines", () => {
  expect([...linePieces([])]).toEqual([]);
});
