import { expect, test } from "vitest";
import { fieldOf, numberField, parseJson, textField } from "./parse-json.ts";

test("parseJson() and its readers give undefined for whatever is not there", () => {
  const value = parseJson('{"text": "a", "number": 1, "none": null}');
  expect([textField(value, "text"), numberField(value, "number"), fieldOf(value, "none")]).toEqual(["a", 1, null]);
  expect([textField(value, "number"), numberField(value, "text"), fieldOf(value, "constructor")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  for (const text of ["", "{", "<html>", "null", "1"]) expect(textField(parseJson(text), "text")).toBeUndefined();
});
