import { expect, test } from "vitest";
import { floatText } from "./float-text.ts";
import { readFloat } from "./read-float.ts";
import { readInteger } from "./read-integer.ts";
import { readTimestamp } from "./read-timestamp.ts";

// What each is written back as was taken from ruamel.yaml 0.19.1.

test.each([
  ["5", 5, "5"],
  ["+66", 66, "66"],
  ["-5", -5, "-5"],
  ["0", 0, "0"],
  ["007", 7, "007"],
  ["896572534596705952", 896572534596705952n, "896572534596705952"],
  ["-64565_24", -6456524, "-6_45_65_24"],
  ["14_29171347", 1429171347, "14_29171347"],
  ["2_2_", 22, "2_2_"],
  ["0x01EBD", 0x1ebd, "0x01EBD"],
  ["+0x8bdabA", 0x8bdaba, "0x8bdaba"],
  ["0x2D_Ca5", 0x2dca5, "0x2D_CA5"],
  ["-0x1F", -31, "0x-1F"],
  ["0o1_31_", 0o131, "0o1_31_"],
  ["+0b11_1111_", 0b111111, "0b11_1111_"],
])("readInteger() reads %s", (source, value, text) => {
  expect(readInteger(source)).toEqual({ value, text });
});

test.each([
  ["5.248", 5.248, "5.248"],
  ["1.50", 1.5, "1.50"],
  ["5.", 5, "5."],
  [".5", 0.5, ".5"],
  ["00.5", 0.5, "00.5"],
  ["+1.5", 1.5, "+1.5"],
  ["232503.6_709_", 232503.6709, "232503.670900"],
  ["1e5", 100000, "1e5"],
  ["-964436E87", -964436e87, "-964436E87"],
  ["6772.6993E-6", 6772.6993e-6, "6772.6993E-6"],
  [".5E-2", 0.005, "50.E-4"],
  ["+041494.74E8", 41494.74e8, "+414947.40E7"],
  ["9723_7_E-0", 97237, "9723700E-2"],
  [".INF", Number.POSITIVE_INFINITY, ".inf"],
  ["-.inf", Number.NEGATIVE_INFINITY, "-.inf"],
])("readFloat() reads %s", (source, value, text) => {
  expect(readFloat(source)).toEqual({ value, text });
});

test.each([
  ["2024-01-02", "2024-01-02"],
  ["2024-1-2 3:04:05", "2024-01-02 03:04:05"],
  ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"],
  ["2024-01-02 03:04:05Z", "2024-01-02 03:04:05+00:00"],
  ["2024-01-02t3:04:05-1", "2024-01-02T03:04:05-1"],
  ["2024-01-02T03:04:05.1234567+01:00", "2024-01-02T03:04:05.123457+01:00"],
  ["2024-12-31 23:59:59.9999999", "2025-01-01 00:00:00"],
  ["0099-12-31", "0099-12-31"],
])("readTimestamp() reads %s", (source, text) => {
  expect(readTimestamp(source)).toBe(text);
});

test.each(["2024-02-30", "2024-13-01", "2024-01-02 24:00:00", "2024-01-02 03:04:60", "0000-01-01", "x"])(
  "readTimestamp() refuses %s",
  (source) => {
    expect(readTimestamp(source)).toBeUndefined();
  },
);

test.each([
  [0.1, "0.1"],
  [1, "1.0"],
  [-0, "-0.0"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e+16"],
  [123456789.123, "123456789.123"],
  [5e-324, "5e-324"],
  [1.7976931348623157e308, "1.7976931348623157e+308"],
  [Number.NaN, ".nan"],
])("floatText() prints %d as Python does", (value, text) => {
  expect(floatText(value)).toBe(text);
});
