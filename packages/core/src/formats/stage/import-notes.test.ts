import { expect, test } from "vitest";
import { yamlMap } from "../yaml/yaml-value.ts";
import { readImportNotes, writeImportNotes } from "./import-notes.ts";

test("writeImportNotes() keeps what others have put into meta", () => {
  const meta = yamlMap({ owner: "me", lode: yamlMap({ rev: "^1", later: "x" }) });
  const notes = { include: ["*.jpg"], exclude: ["/x"], store: true };
  const written = writeImportNotes(meta, notes, "a.dvc");
  expect(written).toEqual(
    yamlMap({ owner: "me", lode: yamlMap({ include: ["*.jpg"], exclude: ["/x"], store: true, later: "x" }) }),
  );
  expect(readImportNotes(written, "a.dvc")).toEqual(notes);
  expect(writeImportNotes(yamlMap({ lode: yamlMap({ rev: "^1" }) }), {}, "a.dvc")).toBeUndefined();
  expect(writeImportNotes("text", {}, "a.dvc")).toBe("text");
});

test("writeImportNotes() refuses a meta that has no room", () => {
  expect(() => writeImportNotes("text", { store: true }, "a.dvc")).toThrow("'meta' of 'a.dvc'");
});

test.each([
  ["rev", "main", "not a range of versions, in meta -> lode -> rev"],
  ["include", "*.jpg", "expected a list, in meta -> lode -> include"],
  ["exclude", [1], "expected str, in meta -> lode -> exclude -> 0"],
  ["store", 1, "expected bool, in meta -> lode -> store"],
] as const)("readImportNotes() refuses a wrong %s", (key, value, message) => {
  const meta = yamlMap({ lode: yamlMap({ [key]: value }) });
  expect(() => readImportNotes(meta, "a.dvc")).toThrow(message);
});

test("readImportNotes() reads nothing where there is nothing", () => {
  expect(readImportNotes(undefined, "a.dvc")).toEqual({});
  expect(readImportNotes("text", "a.dvc")).toEqual({});
  expect(() => readImportNotes(yamlMap({ lode: "text" }), "a.dvc")).toThrow("expected a dictionary, in meta -> lode");
});
