import { expect, test } from "vitest";
import { startLodeServer } from "./lode-server.ts";
import { keyOf, oidOf, upload } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";

test("/metrics counts requests by route, bytes and jobs, and names nothing that users chose", async () => {
  await using fixture = await startRegistry();
  const { url } = fixture.server;
  const body = "x".repeat(5000);
  await upload(fixture, "open", { oid: oidOf(body), body });
  await (await fetch(`${url}/acme/open/dvc/${keyOf(oidOf(body))}`)).text();
  await fetch(`${url}/api/v1/repositories/acme/none`);
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (line: string): number =>
    Number(
      text
        .split("\n")
        .find((one) => one.startsWith(`${line} `))
        ?.slice(line.length),
    );
  const counted =
    'lode_http_request_duration_seconds_count{method="GET",route="/api/v1/repositories/:namespace/:name",status="401"}';
  expect(value(counted)).toBe(1);
  expect(value('lode_http_bytes_total{direction="in"}')).toBeGreaterThan(5000);
  expect(value('lode_http_bytes_total{direction="out"}')).toBeGreaterThan(5000);
  expect(value('lode_jobs{kind="fetch",state="waiting"}')).toBe(0);
  expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e7);
  expect(text).not.toMatch(/acme|lode_[\w-]{43}/);
});

test("/metrics is for this machine, administrators, or whom the setting allows", async () => {
  const status = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
    (await fetch(`${url}/metrics`, { headers })).status;
  const forwarded = { "x-forwarded-for": "203.0.113.7" };
  await using local = await startLodeServer();
  expect(await status(local.url)).toBe(200);
  expect(await status(local.url, forwarded)).toBe(401);
  expect(await status(local.url, { ...forwarded, "x-lode-token": local.token ?? "" })).toBe(200);
  await using open = await startLodeServer({ variables: { LODE_SERVE_METRICS: "public" } });
  expect(await status(open.url, forwarded)).toBe(200);
  await using off = await startLodeServer({ variables: { LODE_SERVE_METRICS: "off" } });
  expect(await status(off.url)).toBe(404);
});
