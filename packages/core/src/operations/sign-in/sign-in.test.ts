import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { LodeEvent } from "../../base/events.ts";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { startWebServer, type WebServer } from "../../remotes/testing/web-server.ts";
import { getJobToken } from "./job-token.ts";
import { signIn } from "./sign-in.ts";
import type { SignInContext } from "./sign-in-context.ts";
import type { SignInMethod } from "./sign-in-with.ts";

/** What a server was asked: method and path, the body, and the header that signs. */
interface Asked {
  readonly request: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

type Reply = (asked: Asked) => readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

/** Makes a web server answer in JSON, and notes what it is asked. */
function answering(web: WebServer, reply: Reply): Asked[] {
  const seen: Asked[] = [];
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const content = await text(message);
    const asked = {
      request: `${message.method} ${message.url}`,
      body: content === "" ? undefined : JSON.parse(content),
      authorization: message.headers.authorization,
    };
    seen.push(asked);
    const [status, body, headers = {}] = reply(asked);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  web.intercept = (message, response) => {
    void answer(message, response);
    return true;
  };
  return seen;
}

function contextIn(folder: string): SignInContext {
  return { signInFile: join(folder, "config/sign-ins.json"), git: { env: {} } };
}

const given = { token: "lode_x", user: "ann", scope: "writer", expires_at: "2999-01-01T00:00:00.000Z" };

test("signIn() through a browser shows where, and asks until somebody has signed in there", async () => {
  using folder = makeTempFolder();
  await using web = await startWebServer();
  let polls = 0;
  const seen = answering(web, ({ request }) => {
    const begun = {
      id: "a/b",
      secret: "s",
      url: "http://x/",
      code: "AB-CD",
      expires_in_seconds: 60,
      interval_seconds: 0,
    };
    if (request === "POST /api/v1/sign-in/provider") return [201, begun];
    polls += 1;
    return polls < 2 ? [202, { status: "pending" }] : [201, given];
  });
  const shown: unknown[] = [];
  const method: SignInMethod = { kind: "provider", provider: "corp", show: async (step) => void shown.push(step) };
  const result = await signIn(contextIn(folder.path), { url: `${web.url}/acme/x`, method, label: "here" }, {});
  expect(result).toEqual({
    server: web.url,
    repository: undefined,
    user: "ann",
    scope: "writer",
    expiresAt: given.expires_at,
    git: false,
  });
  expect(shown).toEqual([{ url: "http://x/", code: "AB-CD", expiresInSeconds: 60 }]);
  expect(seen.map(({ request, body }) => [request, body])).toEqual([
    ["POST /api/v1/sign-in/provider", { provider: "corp", label: "here" }],
    ["POST /api/v1/sign-in/provider/a%2Fb", { secret: "s" }],
    ["POST /api/v1/sign-in/provider/a%2Fb", { secret: "s" }],
  ]);
});

test("signIn() with a job keeps its token for the one repository, beside the one for the server", async () => {
  using folder = makeTempFolder();
  await using web = await startWebServer();
  const seen = answering(web, ({ request }) => (request.startsWith("GET") ? [200, { name: "ann" }] : [201, given]));
  const context = contextIn(folder.path);
  const job: SignInMethod = { kind: "job", jobToken: "jwt", repository: "acme/animals" };
  await signIn(context, { url: web.url, method: job, label: "" }, {});
  await signIn(context, { url: web.url, method: { kind: "token", token: "lode_y" }, label: "" }, {});
  await signIn(context, { url: web.url, method: job, label: "" }, {});
  expect(seen[0]).toMatchObject({
    request: "POST /api/v1/sign-in/job",
    body: { token: "jwt", repository: "acme/animals" },
  });
  const { sign_ins: kept } = JSON.parse(readFileSync(context.signInFile, "utf8"));
  expect(kept).toMatchObject([{ token: "lode_y" }, { token: "lode_x", repository: "acme/animals" }]);
});

test("signIn() again revokes the token that the sign-in before has made, and only such a one", async () => {
  using folder = makeTempFolder();
  await using web = await startWebServer();
  let made = 0;
  let revocations: number = 204;
  const seen = answering(web, ({ request }) => {
    if (request.startsWith("DELETE")) return [revocations, undefined];
    if (request.startsWith("GET")) return [200, { name: "ann" }];
    made += 1;
    return [201, { ...given, token: `lode_${made}` }];
  });
  const context = contextIn(folder.path);
  const events: LodeEvent[] = [];
  const run = { onEvent: (event: LodeEvent) => events.push(event) };
  const password: SignInMethod = { kind: "password", user: "ann", password: "secret words" };
  const own: SignInMethod = { kind: "token", token: "lode_own" };
  const signInBy = (method: SignInMethod) => signIn(context, { url: web.url, method, label: "" }, run);
  const revoked = () =>
    seen.flatMap(({ request, authorization }) => (request.startsWith("DELETE") ? authorization : []));

  await signInBy(own);
  await signInBy(password);
  expect(revoked()).toEqual([]);
  await signInBy(password);
  expect(revoked()).toEqual(["Bearer lode_1"]);
  await signInBy(own);
  await signInBy(own);
  expect(revoked()).toEqual(["Bearer lode_1", "Bearer lode_2"]);
  expect(events).toEqual([]);

  revocations = 503;
  await signInBy(password);
  expect(await signInBy(password)).toMatchObject({ user: "ann" });
  const { sign_ins: kept } = JSON.parse(readFileSync(context.signInFile, "utf8"));
  expect(kept).toMatchObject([{ token: "lode_4" }]);
  const message = `The token that was used until now for '${web.url}' is forgotten here, and good at the server until ${given.expires_at}: the server answered 503`;
  expect(events).toEqual([{ type: "warning", message }]);
});

test("signIn() keeps nothing and names the server's reason when it refuses", async () => {
  using folder = makeTempFolder();
  await using web = await startWebServer();
  const error = { code: "SIGN_IN_LIMITED", message: "Cannot sign in: too many attempts", hint: "Wait." };
  answering(web, () => [429, { error }, { "retry-after": "7" }]);
  const method: SignInMethod = { kind: "password", user: "ann", password: "secret words" };
  const context = contextIn(folder.path);
  await expect(signIn(context, { url: web.url, method, label: "l" }, {})).rejects.toMatchObject({
    code: "SIGN_IN_FAILED",
    message: `Cannot sign in to '${web.url}': Cannot sign in: too many attempts`,
    hint: "Try again in 7 s.",
    details: { status: 429, code: "SIGN_IN_LIMITED" },
  });
  expect(folder.list()).toEqual([]);
});

test("signIn() sends a password to no other address, whatever the server says", async () => {
  using folder = makeTempFolder();
  await using web = await startWebServer();
  await using other = await startWebServer();
  const seen = answering(other, () => [201, given]);
  answering(web, () => [308, undefined, { location: `${other.url}/api/v1/sign-in/password` }]);
  const method: SignInMethod = { kind: "password", user: "ann", password: "secret words" };
  await expect(signIn(contextIn(folder.path), { url: web.url, method, label: "l" }, {})).rejects.toMatchObject({
    code: "STORAGE_REJECTED",
  });
  expect(seen).toEqual([]);
});

test("signIn() warns before a token goes over a network in the clear, and uses none offline", async () => {
  using folder = makeTempFolder();
  const events: LodeEvent[] = [];
  const method: SignInMethod = { kind: "token", token: "t" };
  const context = { ...contextIn(folder.path), offline: true };
  const request = { url: "http://data.example.org", method, label: "l" };
  const signed = signIn(context, request, { onEvent: (event) => events.push(event) });
  await expect(signed).rejects.toMatchObject({ code: "OFFLINE" });
  expect(events).toMatchObject([{ type: "warning", message: expect.stringContaining("is not encrypted") }]);
});

test("getJobToken() takes a text, a file, or what GitHub Actions gives for the server", async () => {
  using folder = makeTempFolder();
  await using web = await startWebServer();
  const seen = answering(web, () => [200, { value: "from-github" }]);
  const context = { ...contextIn(folder.path), audience: "https://data.example.org" };
  const path = folder.write("token", "from-file\n");
  expect(await getJobToken({ kind: "file", path, cwd: "/" }, context, {})).toBe("from-file");
  expect(await getJobToken({ kind: "text", token: "from-text" }, context, {})).toBe("from-text");
  const github = { kind: "github", requestUrl: `${web.url}/oidc?v=1`, requestToken: "r" } as const;
  expect(await getJobToken(github, context, {})).toBe("from-github");
  expect(seen).toMatchObject([
    { request: "GET /oidc?v=1&audience=https%3A%2F%2Fdata.example.org", authorization: "Bearer r" },
  ]);
  for (const source of [
    { kind: "text", token: "" } as const,
    { kind: "file", path: "none", cwd: folder.path } as const,
  ]) {
    await expect(getJobToken(source, context, {})).rejects.toMatchObject({ code: "JOB_TOKEN_MISSING" });
  }
});
