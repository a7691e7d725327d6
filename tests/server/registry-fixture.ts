import { type Api, apiClient, field, must } from "./api-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";

/** Those who call a server in the tests of access: members of one repository, and those who are nobody there. */
export const callers = [
  "anonymous",
  "stranger",
  "reader",
  "writer",
  "maintainer",
  "administrator",
  "namespace-reader",
  "namespace-writer",
  "group-writer",
  "namespace-group-reader",
  "server-administrator",
  "reading-token",
  "token-of-another-repository",
  "expired",
  "revoked",
  "forged",
] as const;

/** One of them. */
export type CallerName = (typeof callers)[number];

/** A server with `acme/open` (public), `acme/closed` (private) and `acme/other`, and a token for each caller. */
export interface RegistryFixture extends AsyncDisposable {
  readonly server: LodeServer;
  readonly admin: Api;
  /** Undefined for the anonymous one. */
  token(caller: CallerName): string | undefined;
}

const repositories = { open: "public", closed: "private", other: "private" } as const;
const repositoryNames = ["open", "closed", "other"] as const;

/** Makes the fixture, on a server of its own. @param start default: with the default settings */
export async function startRegistry(start: () => Promise<LodeServer> = startLodeServer): Promise<RegistryFixture> {
  const server = await start();
  const admin = apiClient(server, server.token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  for (const name of repositoryNames) await makeRepository(name, admin);
  const tokens = new Map<CallerName, string | undefined>([["anonymous", undefined]]);
  for (const caller of callers) {
    if (caller !== "anonymous") tokens.set(caller, await tokenFor(caller, admin));
  }
  return {
    server,
    admin,
    token: (caller) => tokens.get(caller),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Makes a repository again that was removed, with the same roles and nothing in it. */
export async function remakeRepository(admin: Api, name: keyof typeof repositories): Promise<void> {
  await makeRepository(name, admin);
  for (const caller of callers) {
    if (!caller.startsWith("namespace-")) await giveRole(caller, [`/repositories/acme/${name}`], admin);
  }
}

async function tokenFor(caller: CallerName, admin: Api): Promise<string> {
  if (caller === "forged") return `lode_${"A".repeat(43)}`;
  await must(admin("POST", "/users", { name: caller, is_administrator: caller === "server-administrator" }));
  if (caller.includes("group-")) await makeGroup(caller, admin);
  const everywhere = repositoryNames.map((name) => `/repositories/acme/${name}`);
  await giveRole(caller, caller.startsWith("namespace-") ? ["/namespaces/acme"] : everywhere, admin);
  const token = await must(
    admin("POST", `/users/${caller}/tokens`, {
      label: "test",
      scope: caller === "reading-token" ? "reader" : "administrator",
      ...(caller === "token-of-another-repository" && { repository: { namespace: "acme", name: "other" } }),
      ...(caller === "expired" && { expires_in_seconds: 1 }),
    }),
  );
  if (caller === "revoked") await must(admin("DELETE", `/users/${caller}/tokens/${field(token, "id")}`));
  if (caller === "expired") await pastSecond();
  return field(token, "secret");
}

async function makeRepository(name: keyof typeof repositories, admin: Api): Promise<void> {
  await must(admin("POST", "/repositories", { namespace: "acme", name, visibility: repositories[name] }));
}

/** Gives a caller its role in some places, if it has one. */
async function giveRole(caller: CallerName, places: readonly string[], admin: Api): Promise<void> {
  const role = roleOf(caller);
  if (role === undefined) return;
  const member = caller.includes("group-") ? `groups/${caller}s` : `members/${caller}`;
  for (const place of places) await must(admin("PUT", `${place}/${member}`, { role }));
}

/** Makes the group in which a caller is. */
async function makeGroup(caller: CallerName, admin: Api): Promise<void> {
  await must(admin("POST", "/groups", { name: `${caller}s` }));
  await must(admin("PUT", `/groups/${caller}s/members/${caller}`));
}

function roleOf(caller: CallerName): string | undefined {
  switch (caller) {
    case "reader":
    case "writer":
    case "maintainer":
    case "administrator":
      return caller;
    case "namespace-reader":
    case "namespace-group-reader":
      return "reader";
    case "namespace-writer":
    case "group-writer":
      return "writer";
    case "reading-token":
    case "token-of-another-repository":
    case "expired":
    case "revoked":
      return "administrator";
    default:
      return undefined;
  }
}

/** A token's end is told by the clock. */
async function pastSecond(): Promise<void> {
  const end = Date.now() + 1001;
  while (Date.now() < end) await new Promise((resolve) => setTimeout(resolve, end - Date.now()));
}
