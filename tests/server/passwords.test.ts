import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiClient, field, must } from "./api-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";

const password = "four words of one's own";

async function signIn(server: LodeServer, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/api/v1/sign-in/password`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ label: "laptop", ...body }),
  });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), body: await answer.json() };
}

async function serverWithAnn(variables: Record<string, string> = {}) {
  const server = await startLodeServer({ variables });
  const admin = apiClient(server, server.token);
  await must(admin("POST", "/users", { name: "ann" }));
  await must(admin("PUT", "/users/ann/password", { password }));
  return { server, admin, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test("a password makes a token, which ends and can be revoked by itself", async () => {
  await using registry = await serverWithAnn();
  const { server, admin } = registry;
  const ways = await apiClient(server)("GET", "/sign-in");
  expect(ways).toEqual({ status: 200, body: { password: true, providers: [] } });
  const signedIn = await signIn(server, { user: "ann", password, expires_in_seconds: 1e7 });
  expect(signedIn).toMatchObject({ status: 201, body: { user: "ann", scope: "administrator" } });
  const end = Date.parse(field(signedIn.body, "expires_at"));
  expect(Math.round((end - Date.now()) / 86_400_000)).toBe(90);
  const token = field(signedIn.body, "token");
  const ann = apiClient(server, token);
  expect((await ann("GET", "/user")).body).toMatchObject({ name: "ann" });
  expect((await admin("GET", "/audit?limit=1")).body).toMatchObject({
    items: [{ user_name: "ann", action: "sign in by password", target: `ann/${field(signedIn.body, "id")}` }],
  });
  expect((await ann("DELETE", "/user/token")).status).toBe(204);
  expect((await ann("GET", "/user")).status).toBe(401);
  const narrow = await signIn(server, { user: "ann", password, scope: "reader", expires_in_seconds: 60 });
  expect(narrow.body).toMatchObject({ scope: "reader" });
  expect(Date.parse(field(narrow.body, "expires_at")) - Date.now()).toBeLessThanOrEqual(60_000);
});

test("a password is good at the sign-in route alone, and is neither stored nor logged", async () => {
  await using registry = await serverWithAnn();
  const { server } = registry;
  await signIn(server, { user: "ann", password });
  await signIn(server, { user: "ann", password: `${password}!` });
  const authorization = `Basic ${Buffer.from(`ann:${password}`).toString("base64")}`;
  expect((await fetch(`${server.url}/api/v1/user`, { headers: { authorization } })).status).toBe(401);
  const files = readdirSync(server.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const stored = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("");
  expect(stored).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  expect(stored + server.log()).not.toContain(password);
});

test("a wrong password and a wrong name are refused alike, after as much work, and recorded", async () => {
  await using registry = await serverWithAnn();
  const { server, admin } = registry;
  await must(admin("POST", "/users", { name: "bob" }));
  const texts = new Set<string>();
  const fastestMs: number[] = [];
  for (const user of ["ann", "bob", "nobody"]) {
    const times: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const began = performance.now();
      const refused = await signIn(server, { user, password: "another password" });
      times.push(performance.now() - began);
      expect(refused.status).toBe(401);
      texts.add(
        JSON.stringify(refused.body)
          .replace(`'${user}'`, "…")
          .replace(/"request_id":"[^"]*"/, ""),
      );
    }
    fastestMs.push(Math.min(...times));
  }
  expect(texts.size).toBe(1);
  // Each takes the time of a hash, which no machine makes in less; an answer without one takes two milliseconds.
  expect(Math.min(...fastestMs)).toBeGreaterThan(10);
  expect((await admin("GET", "/audit?limit=1")).body).toMatchObject({
    items: [{ user_name: null, action: "sign in by password", target: "nobody", outcome: "refused" }],
  });
});

test("passwords are tried ten times for a user, whether one by one or at once, and then refused for a while", async () => {
  await using registry = await serverWithAnn();
  const { server } = registry;
  const wrong = Array.from({ length: 15 }, () => signIn(server, { user: "ann", password: "another password" }));
  const statuses = (await Promise.all(wrong)).map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
  const limited = await signIn(server, { user: "ann", password });
  expect(limited).toMatchObject({ status: 429, body: { error: { code: "SIGN_IN_LIMITED" } } });
  expect(Number(limited.retryAfter)).toBeGreaterThan(800);
});

test("sign-ins are limited for an address, which a proxy says only if it is trusted", async () => {
  await using behind = await serverWithAnn({ LODE_SERVE_TRUSTED_PROXIES: "127.0.0.1" });
  await using alone = await serverWithAnn();
  const from = (server: LodeServer, address: string, user: string) =>
    signIn(server, { user, password: "another password" }, { "x-forwarded-for": address });
  for (const { server } of [behind, alone]) {
    for (let user = 0; user < 100; user += 1) expect((await from(server, "192.0.2.1", `u${user}`)).status).toBe(401);
    expect((await from(server, "192.0.2.1", "more")).status).toBe(429);
  }
  expect((await from(behind.server, "192.0.2.2", "more")).status).toBe(401);
  expect((await from(alone.server, "192.0.2.2", "more")).status).toBe(429);
  // An address before the one that the proxy has seen is the client's own invention.
  expect((await from(behind.server, "192.0.2.7, 192.0.2.1", "more")).status).toBe(429);
});

test("requests with wrong tokens are limited for an address, and good ones go on", async () => {
  await using server = await startLodeServer();
  const wrong = apiClient(server, "lode_wrong");
  const statuses: number[] = [];
  for (let request = 0; request < 1001; request += 1) statuses.push((await wrong("GET", "/user")).status);
  expect([statuses[999], statuses[1000]]).toEqual([401, 429]);
  expect((await apiClient(server, server.token)("GET", "/user")).status).toBe(200);
});

test("a user needs the old password for a new one, and an administrator of the server does not", async () => {
  await using registry = await serverWithAnn();
  const { server, admin } = registry;
  const ann = apiClient(server, field((await signIn(server, { user: "ann", password })).body, "token"));
  const change = (body: object) => ann("PUT", "/users/ann/password", body);
  const next = "another four words";
  expect(await change({ password: next })).toMatchObject({ status: 403, body: { error: { code: "PASSWORD_WRONG" } } });
  expect((await change({ password: next, old_password: "not this one" })).status).toBe(403);
  expect(await change({ password: "too short", old_password: password })).toMatchObject({
    status: 400,
    body: { error: { code: "PASSWORD_TOO_SHORT" } },
  });
  expect((await change({ password: next, old_password: password })).status).toBe(204);
  expect((await signIn(server, { user: "ann", password })).status).toBe(401);
  expect((await signIn(server, { user: "ann", password: next })).status).toBe(201);
  const narrow = field((await signIn(server, { user: "ann", password: next, scope: "writer" })).body, "token");
  expect((await apiClient(server, narrow)("PUT", "/users/ann/password", { password })).status).toBe(403);
  expect((await ann("PUT", "/users/admin/password", { password })).status).toBe(403);
  // Nor is there a way around the old one.
  expect((await ann("DELETE", "/users/ann/password")).status).toBe(403);
  expect((await signIn(server, { user: "ann", password: next })).status).toBe(201);
  expect((await admin("DELETE", "/users/ann/password")).status).toBe(204);
  expect((await signIn(server, { user: "ann", password: next })).status).toBe(401);
  expect((await change({ password: next })).status).toBe(204);
});

test("a server without passwords says so and takes none", async () => {
  await using registry = await serverWithAnn({ LODE_SERVE_PASSWORD_SIGN_IN: "off" });
  expect((await apiClient(registry.server)("GET", "/sign-in")).body).toEqual({ password: false, providers: [] });
  expect((await signIn(registry.server, { user: "ann", password })).status).toBe(401);
});
