import { expect, test } from "vitest";
import { envCommand } from "../../scripts/test-env.ts";
import { clientFolder } from "./git-client.ts";
import { publishDataset } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";

/** A few thousand requests, one after another. */
const timeout = 600_000;

test.each(["an administrator", "nobody"])(
  "no request of %s that the OpenAPI document allows, or almost allows, makes the server fail",
  { timeout },
  async (who) => {
    await using fixture = await startRegistry();
    using client = clientFolder();
    await publishDataset(fixture, client, { repository: "open", files: { "a.txt": "a", "b/c.txt": "c" }, tag: "v1" });
    const token = who === "nobody" ? undefined : fixture.server.token;
    const sign = token === undefined ? [] : ["--header", `X-Lode-Token: ${token}`];
    const options = [
      "--checks",
      "not_a_server_error,response_schema_conformance",
      "--max-examples",
      "20",
      "--seed",
      "1",
    ];
    const more = ["--phases", "examples,coverage,fuzzing", "--generation-database", "none", "--no-color"];
    // It would end the sign-in of all that follows.
    more.push("--exclude-path", "/api/v1/user/token");
    const url = `${fixture.server.url}/api/v1/openapi.json`;
    const ran = await client.run(".", envCommand("schemathesis"), "run", url, ...options, ...more, ...sign);
    expect(ran.exitCode, ran.stdout + ran.stderr).toBe(0);
    expect((await fetch(`${fixture.server.url}/readyz`)).status).toBe(200);
  },
);
