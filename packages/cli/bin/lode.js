#!/usr/bin/env node
// Old syntax only, and nothing imported before the check: an older Node must be able to run this file to its message.
var version = process.versions.node.split(".");
if (Number(version[0]) < 24 || (Number(version[0]) === 24 && Number(version[1]) < 15)) {
  process.stderr.write(
    "ERROR: Lode needs Node 24.15 or newer, and this is Node " +
      process.versions.node +
      ". In a checkout of Lode, `npx lode` runs on the Node that `npm ci` has installed.\n",
  );
  process.exitCode = 1;
} else {
  void import("../dist/main.js");
}
