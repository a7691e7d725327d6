import { expect, test } from "vitest";
import { describeUnknownVariables } from "./unknown-variables.ts";

const described = (name: string, value = "1") => describeUnknownVariables({ [name]: value }, new Set());

test.each([
  ["LODE_SERVE_TRANSFER_MAX", "is it LODE_SERVE_TRANSFERS_MAX?"],
  ["LODE_SERVE_PROT", "is it LODE_SERVE_PORT?"],
  ["LODE_SERVE_PUBLIC_ADDRESS", "docs/server.md lists the settings"],
])("describeUnknownVariables() says what %s may be meant to be", (name, advice) => {
  expect(described(name)).toEqual([`The variable ${name} is ignored, for there is no such setting: ${advice}`]);
});

test.each([
  ["LODE_SERVE_DATA", "registry"],
  ["LODE_SERVE_PORT", "tcp://10.0.0.1:80"],
  ["LODE_SERVE_PORT_80_TCP", "tcp://10.0.0.1:80"],
  ["LODE_SERVE_PORT_80_TCP_PROTO", "tcp"],
  ["LODE_SERVE_SERVICE_HOST", "10.0.0.1"],
  ["LODE_SERVE_SERVICE_PORT_HTTP", "80"],
  ["LODE_SERVE_PROXY_PORT", "tcp://10.0.0.1:80"],
  ["LODE_TOKEN", "lode_x"],
])("describeUnknownVariables() says nothing of %s=%s", (name, value) => {
  expect(described(name, value)).toEqual([]);
});

test("describeUnknownVariables() says nothing of a variable that the settings file names", () => {
  expect(describeUnknownVariables({ LODE_SERVE_SSO: "secret" }, new Set(["LODE_SERVE_SSO"]))).toEqual([]);
});
