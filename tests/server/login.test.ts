import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listenLocally } from "../servers/listen-locally.ts";
import { apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder, type Ran, type RunHow } from "./git-client.ts";
import { publishDataset } from "./published-data.ts";
import { type CallerName, type RegistryFixture, startRegistry } from "./registry-fixture.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** A user who types commands in a folder, on a machine where nothing is configured. */
interface User extends Disposable {
  readonly client: ClientFolder;
  /** The file of sign-ins. */
  readonly file: string;
  lode(line: string, how?: RunHow): Promise<Ran>;
}

/** The program is called at a path with blanks and a quote. */
function newUser(): User {
  const client = clientFolder();
  const program = join(client.path, "some folder/it's lode.js");
  for (const folder of ["home", "work", "some folder"]) mkdirSync(join(client.path, folder));
  symlinkSync(binary, program);
  return {
    client,
    file: join(client.path, "home/.config/lode/sign-ins.json"),
    lode: (line, how = {}) => client.runWith({ folder: "work", ...how }, process.execPath, program, ...line.split(" ")),
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}

async function signIn(user: User, fixture: RegistryFixture, caller: CallerName): Promise<void> {
  const input = `${fixture.token(caller)}\n`;
  const { exitCode, stderr } = await user.lode(`login ${fixture.server.url} --with-token`, { input });
  expect([exitCode, stderr]).toEqual([0, ""]);
}

test("one sign-in serves git, lode and everything on the server, and no secret is shown or tracked", async () => {
  await using fixture = await startRegistry();
  using publisher = clientFolder();
  mkdirSync(join(publisher.path, "work"));
  await publishDataset(fixture, publisher, { repository: "closed", files: { "a.txt": "one" }, tag: "v1" });
  using user = newUser();
  const { url } = fixture.server;
  const source = `${url}/acme/closed`;
  const refused = await user.lode(`get ${source} data/set`);
  expect([refused.exitCode, refused.stderr]).toEqual([expect.any(Number), expect.stringContaining("Cannot reach")]);

  await signIn(user, fixture, "reader");
  expect((await user.lode(`get ${source} data/set --json`)).exitCode).toBe(0);
  expect(readFileSync(join(user.client.path, "work/set/a.txt"), "utf8")).toBe("one");
  await user.client.git("work", "clone", "--quiet", source, "clone");
  expect((await user.lode("--cd clone pull")).exitCode).toBe(0);
  expect(readFileSync(join(user.client.path, "work/clone/data/set/a.txt"), "utf8")).toBe("one");
  expect((await user.lode(`import ${source} notes.txt`)).exitCode).not.toBe(0);
  expect((await user.lode("init --no-scm")).exitCode).toBe(0);
  expect((await user.lode(`import ${source} notes.txt`)).exitCode).toBe(0);

  const { token } = { token: fixture.token("reader") ?? "" };
  const status = await user.lode("auth status --json");
  expect(JSON.parse(status.stdout)).toMatchObject([{ server: url, user: "reader", state: "good" }]);
  expect((await user.lode("auth token")).stdout).toBe(`${token}\n`);
  expect(status.stdout + (await user.lode("auth status -v")).stdout).not.toContain(token);
  const holders = await user.client.run(".", "grep", "-rlF", token, ".");
  expect(holders.stdout).toBe("./home/.config/lode/sign-ins.json\n");
  expect(fixture.server.log()).not.toContain(token);
});

test("logging in twice changes nothing, and logging out leaves git's configuration as it was", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  const gitConfig = join(user.client.path, "gitconfig");
  const helper = `[credential]\n\thelper = "!f() { echo username=u; echo password=p; }; f"\n`;
  writeFileSync(gitConfig, helper);
  const ask = async (host: string) => {
    const input = `protocol=http\nhost=${host}\n\n`;
    return (await user.client.runWith({ input }, "git", "credential", "fill")).stdout;
  };
  await signIn(user, fixture, "reader");
  const first = readFileSync(gitConfig, "utf8");
  await signIn(user, fixture, "writer");
  expect(readFileSync(gitConfig, "utf8")).toBe(first);
  const { host } = new URL(fixture.server.url);
  expect(await ask(host)).toContain(`username=writer\npassword=${fixture.token("writer")}\n`);
  expect(await ask("other.example.org")).toContain("username=u\npassword=p\n");
  expect(await ask("127.0.0.1:1")).toContain("password=p\n");

  expect((await user.lode(`logout ${fixture.server.url}`)).exitCode).toBe(0);
  expect(readFileSync(gitConfig, "utf8")).toBe(helper);
  expect(await ask(host)).toContain("password=p\n");
  const again = await user.lode(`logout ${fixture.server.url} --json`);
  expect([again.exitCode, JSON.parse(again.stdout).error.code]).toEqual([251, "SIGNED_OUT"]);
  expect((await user.lode("logout --all --json")).stdout).toBe("[]\n");
});

test("a password signs in, and logging out revokes the token at the server", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  const { url } = fixture.server;
  await must(fixture.admin("PUT", "/users/reader/password", { password: "four words of her own" }));
  const wrong = await user.lode(`login ${url} --user reader`, { input: "another password\n" });
  expect([wrong.exitCode, wrong.stderr]).toEqual([251, expect.stringContaining("Cannot sign in")]);
  // The server says that it takes passwords, so that the user is asked for both.
  const { exitCode, stdout } = await user.lode(`login ${url} --json`, { input: "reader\nfour words of her own\n" });
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { server: url, user: "reader", git: true }]);
  const token = (await user.lode("auth token")).stdout.trim();
  expect((await apiClient({ url }, token)("GET", "/user")).status).toBe(200);
  expect(JSON.parse((await user.lode("logout --all --json")).stdout)).toMatchObject([{ revoked: true }]);
  expect((await apiClient({ url }, token)("GET", "/user")).status).toBe(401);
});

test("logging out forgets the token also when the server is gone", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  await signIn(user, fixture, "reader");
  await fixture.server.stop();
  const { exitCode, stdout, stderr } = await user.lode("logout --all --json");
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, [{ user: "reader", revoked: false }]]);
  expect(stderr).toContain("is forgotten here, and good at the server until it is revoked");
  expect(readFileSync(user.file, "utf8")).not.toContain("lode_");
});

test("the file of sign-ins is for its owner alone, whatever it was before", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  await signIn(user, fixture, "reader");
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([mode(user.file), mode(dirname(user.file))]).toEqual([0o600, 0o700]);
  chmodSync(user.file, 0o644);
  expect((await user.lode("auth token")).stderr).toContain("Others could read your sign-ins");
  expect(mode(user.file)).toBe(0o600);
  writeFileSync(user.file, "{");
  const broken = await user.lode("auth token --json");
  expect([broken.exitCode, JSON.parse(broken.stdout).error.code]).toEqual([1, "SIGN_INS_INVALID"]);
});

test("a token that the server does not know is not kept", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  const input = `${fixture.token("forged")}\n`;
  const wrong = await user.lode(`login ${fixture.server.url} --with-token`, { input });
  expect([wrong.exitCode, wrong.stderr]).toEqual([251, expect.stringContaining("it is unknown, or was revoked")]);
  expect((await user.lode(`login ${fixture.server.url} --with-token`)).stderr).toContain("no token was entered");
  expect((await user.lode("auth status")).exitCode).toBe(1);
});

/** A web server that notes what signs the requests to it. */
async function notingServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? String(request.headers["x-lode-token"] ?? "none"));
    answer(request, response);
  });
  const url = `http://127.0.0.1:${await listenLocally(server)}`;
  return { url, seen, [Symbol.dispose]: () => server.close() };
}

test("a token goes to its server alone: not to another port, not behind a redirection", async () => {
  using other = await notingServer((_request, response) => response.writeHead(404).end());
  using server = await notingServer((request, response) => {
    if (request.url === "/api/v1/user") response.end('{"name": "ann"}');
    else response.writeHead(302, { location: `${other.url}${request.url}` }).end();
  });
  using user = newUser();
  const token = "lode_of_one_server_alone";
  expect((await user.lode(`login ${server.url} --with-token`, { input: token })).exitCode).toBe(0);
  for (const url of [server.url, other.url]) {
    await user.lode(`get-url ${url}/file`);
    await user.lode(`get ${url}/acme/closed data`);
    await user.client.run("work", "git", "ls-remote", `${url}/acme/closed`);
  }
  const env = { LODE_TOKEN: token };
  expect((await user.lode(`get-url ${other.url}/file`, { env })).stderr).toContain("is sent nowhere");
  expect(new Set(server.seen)).toContain(`Bearer ${token}`);
  expect(other.seen.length).toBeGreaterThan(6);
  expect(new Set(other.seen)).toEqual(new Set(["none"]));
});

test("auth dvc writes the token for the remotes on the server alone, where Git does not look", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  const { url } = fixture.server;
  await user.client.git("work", "init", "--quiet");
  await user.lode("init --quiet");
  await user.lode(`remote add store ${url}/acme/closed/dvc`);
  await user.lode("remote add other http://127.0.0.1:1/acme/closed/dvc");
  const local = join(user.client.path, "work/.dvc/config.local");
  const early = await user.lode("auth dvc --json");
  expect([early.exitCode, JSON.parse(early.stdout).error.code]).toEqual([251, "SIGNED_OUT"]);
  await signIn(user, fixture, "reader");
  expect(JSON.parse((await user.lode("auth dvc --json")).stdout)).toEqual([
    { remote: "store", url: `${url}/acme/closed/dvc` },
  ]);
  expect([readFileSync(local, "utf8"), statSync(local).mode & 0o777]).toEqual([
    `['remote "store"']\n    auth = custom\n    custom_auth_header = X-Lode-Token\n    password = ${fixture.token("reader")}\n`,
    0o600,
  ]);
  expect(await user.client.git("work", "status", "--porcelain", "--untracked-files=all")).not.toContain("config.local");
  expect((await user.lode("auth dvc other")).exitCode).toBe(251);
  expect((await user.lode("auth dvc --unset")).exitCode).toBe(0);
  expect(readFileSync(local, "utf8")).not.toContain("lode_");
});

test("LODE_TOKEN is used for the server of LODE_TOKEN_URL", async () => {
  await using fixture = await startRegistry();
  using user = newUser();
  const { url } = fixture.server;
  const env = { LODE_TOKEN: fixture.token("reader") ?? "", LODE_TOKEN_URL: `${url}/` };
  const { stdout } = await user.lode("auth status --json", { env });
  expect(JSON.parse(stdout)).toMatchObject([{ server: url, user: "reader", from_environment: true, state: "good" }]);
  const input = `protocol=http\nhost=${new URL(url).host}\n\n`;
  expect((await user.lode("auth git-credential get", { env, input })).stdout).toContain(`password=${env.LODE_TOKEN}\n`);
});
