import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { ensureAdministrator } from "../../packages/server/src/accounts/ensure-administrator.ts";
import { sharedAttemptLimits } from "../../packages/server/src/accounts/shared-attempt-limits.ts";
import { createUser, listUsers } from "../../packages/server/src/accounts/users.ts";
import { search } from "../../packages/server/src/catalogue/search.ts";
import type { DatabasePlace } from "../../packages/server/src/db/database-place.ts";
import { addToSearch, removeFromSearch, searchRowsOf } from "../../packages/server/src/db/dialects/search-rows.ts";
import { type Database, isNewDatabase, openDatabase } from "../../packages/server/src/db/open-database.ts";
import { enqueue, finishJob, takeJob } from "../../packages/server/src/jobs/job-queue.ts";
import { startPostgres } from "../servers/postgres.ts";
import type { RunningServer } from "../servers/running-server.ts";

let server: RunningServer;
let databases = 0;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Runs a command on PostgreSQL itself. */
async function asOwner(command: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.settings.url });
  await client.connect();
  await client.query(command);
  await client.end();
}

const newPlaces: Readonly<Record<DatabasePlace["kind"], () => Promise<DatabasePlace>>> = {
  async sqlite() {
    const folder = makeTempFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    return { kind: "sqlite", path: join(folder.path, "registry.sqlite") };
  },
  async postgres() {
    databases += 1;
    const name = `registry_${databases}`;
    await asOwner(`create database ${name}`);
    return { kind: "postgres", url: new URL(`/${name}`, server.settings.url).href };
  },
};

async function opened(place: DatabasePlace): Promise<Database> {
  const database = await openDatabase(place);
  onTestFinished(() => database.destroy());
  return database;
}

const caller = { user: undefined, requestId: "test" };
const created_at = "2026-01-01T00:00:00.000Z";

async function addRepository(database: Database): Promise<void> {
  await database.insertInto("namespaces").values({ id: "n", name: "acme", created_at }).execute();
  const texts = { name: "animals", visibility: "public", description: "", push_policy: "refuse", created_at } as const;
  await database
    .insertInto("repositories")
    .values({ id: "r", namespace_id: "n", ...texts })
    .execute();
}

describe.each(["sqlite", "postgres"] as const)("%s", (kind) => {
  test("every migration runs, once, and a registry is new until then", async () => {
    const place = await newPlaces[kind]();
    expect(await isNewDatabase(place)).toBe(true);
    await (await openDatabase(place)).destroy();
    expect(await isNewDatabase(place)).toBe(false);
    expect(await listUsers(await opened(place), { limit: 10 })).toEqual([]);
  });

  test("a database that a newer version has changed is refused", async () => {
    const place = await newPlaces[kind]();
    const database = await opened(place);
    const tables = database.withTables<{ kysely_migration: { name: string; timestamp: string } }>();
    await tables.insertInto("kysely_migration").values({ name: "9999-later", timestamp: "" }).execute();
    await expect(openDatabase(place)).rejects.toMatchObject({ code: "REGISTRY_NEWER" });
    await expect(isNewDatabase(place)).rejects.toMatchObject({ code: "REGISTRY_NEWER" });
  });

  test("names sort by their bytes, and numbers come back as numbers", async () => {
    const database = await opened(await newPlaces[kind]());
    const names = ["b", "a-b", "a.b", "aa", "a_b", "a", "é", "Z", "\u{1f600}", "\uffee"];
    const row = { is_administrator: 1, created_at };
    await database
      .insertInto("users")
      .values(names.map((name) => ({ id: name, name, ...row })))
      .execute();
    const users = await listUsers(database, { limit: 100 });
    const sorted = names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    expect(users.map(({ name }) => name)).toEqual(sorted);
    expect(users[0]).toEqual({ id: "Z", name: "Z", ...row });
    const after = await listUsers(database, { after: "a-b", limit: 1 });
    expect(after.map(({ name }) => name)).toEqual(["a.b"]);
  });

  test("of many who want one name, one gets it", async () => {
    const database = await opened(await newPlaces[kind]());
    const wanted = Array.from({ length: 20 }, () =>
      createUser(database, caller, { name: "ann", isAdministrator: false }),
    );
    const outcomes = await Promise.allSettled(wanted);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "NAME_TAKEN" });
    }
    const audit = await database.selectFrom("audit").selectAll().execute();
    expect(audit).toHaveLength(1);
  });

  test("many first starts make one administrator", async () => {
    const place = await newPlaces[kind]();
    const replicas = kind === "postgres" ? 4 : 1;
    const opening = Array.from({ length: replicas }, () => opened(place));
    const starts = (await Promise.all(opening)).flatMap((database) =>
      [1, 2, 3].map(() => ensureAdministrator(database)),
    );
    const tokens = await Promise.all(starts);
    expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
  });

  test("a job goes to one of many who ask for it", async () => {
    const database = await opened(await newPlaces[kind]());
    await addRepository(database);
    const job = { kind: "index", repositoryId: "r" } as const;
    await Promise.all(Array.from({ length: 10 }, () => enqueue(database, job)));
    const taken = await Promise.all(Array.from({ length: 10 }, (_, i) => takeJob(database, `replica ${i}`)));
    const [held, ...others] = taken.filter((one) => one !== undefined);
    expect([held?.repository_id, others]).toEqual(["r", []]);
    if (held !== undefined) await finishJob(database, held);
    expect(await takeJob(database, "another")).toBeUndefined();
  });

  test.each([
    ["cat", ["", "data/cats-dogs"]],
    ["CATS dogs", ["data/cats-dogs"]],
    ["dog cat", ["data/cats-dogs"]],
    ["ecole", ["data/ecole"]],
    ["École", ["data/ecole"]],
    ["v1 2", ["data/cats-dogs"]],
    ["snow", []],
    ["' & | ! :* (", []],
    ["cat's", []],
    ["猫", ["data/ecole"]],
    ["хвост", ["data/ecole"]],
    ["한국", ["data/ecole"]],
    ["acme/anim", ["", "data/cats-dogs", "data/ecole"]],
  ])("search for %j finds the same", async (text, paths) => {
    const database = await opened(await newPlaces[kind]());
    await addRepository(database);
    const title = (path: string) => `acme/animals ${path}`;
    await addToSearch(database, [
      { repository_id: "r", path: "", title: title(""), body: "All about Cat-Like things <b>e.g.</b> one@host.org" },
      {
        repository_id: "r",
        path: "data/cats-dogs",
        title: title("data/cats-dogs"),
        body: "Photos, v1.2 of cats_and_dogs",
      },
      { repository_id: "r", path: "data/ecole", title: title("data/ecole"), body: "L'École, 猫咪, ХВОСТЫ, 한국어" },
    ]);
    const found = await search(database, caller, { text, limit: 10 });
    expect(found.map(({ path }) => path).toSorted()).toEqual(paths);
  });

  test("what search looks in is replaced place by place", async () => {
    const database = await opened(await newPlaces[kind]());
    await addRepository(database);
    const row = (path: string, body: string) => ({ repository_id: "r", path, title: path, body });
    const found = async (text: string) => (await search(database, caller, { text, limit: 10 })).map(({ path }) => path);
    await addToSearch(database, [row("a", "cats"), row("b", "cats"), row("c", "dogs")]);
    await removeFromSearch(database, "r", ["a", "none"]);
    await addToSearch(database, [row("a", "dogs and mice")]);
    expect(await found("cats")).toEqual(["b"]);
    expect(await found("mice")).toEqual(["a"]);
    const rows = (await searchRowsOf(database, "r")).toSorted((one, other) => (one.path < other.path ? -1 : 1));
    expect(rows).toEqual([row("a", "dogs and mice"), row("b", "cats"), row("c", "dogs")]);
    await removeFromSearch(database, "r");
    expect([await searchRowsOf(database, "r"), await found("dogs")]).toEqual([[], []]);
  });

  test("of very many places that have the words, those whose names have them come first", async () => {
    const database = await opened(await newPlaces[kind]());
    await addRepository(database);
    const places = Array.from({ length: 2500 }, (_, at) => `set-${10_000 + at}`);
    const rows = places.map((path, at) => ({
      repository_id: "r",
      path,
      title: at % 1000 === 7 ? `${path} cats` : path,
      body: "cats",
    }));
    for (let start = 0; start < rows.length; start += 1000)
      await addToSearch(database, rows.slice(start, start + 1000));
    const found = await search(database, caller, { text: "cat", limit: 4 });
    expect(found.map(({ path }) => path)).toEqual(["set-10007", "set-11007", "set-12007", "set-10000"]);
    expect(found[0]?.snippet).toEqual([{ text: "cats", found: true }]);
    // All names have this one.
    const all = await search(database, caller, { text: "set", skipped: 2498, limit: 4 });
    expect(all.map(({ path }) => path)).toEqual(["set-12498", "set-12499"]);
  });

  test("a registry of an older version keeps what search finds, and finds its tags", async () => {
    const place = await newPlaces[kind]();
    const before = await opened(place);
    await addRepository(before);
    await addToSearch(before, [{ repository_id: "r", path: "a", title: "a", body: "cats" }]);
    // As it was before the migrations.
    if (kind === "sqlite") await before.schema.dropTable("search_places").execute();
    for (const table of ["commit_tags", "kept_snapshots", "noted_revisions"]) {
      await before.schema.dropTable(table).execute();
    }
    await before.schema.alterTable("datasets").dropColumn("artifacts").execute();
    const done = before.withTables<{ kysely_migration: { name: string } }>().deleteFrom("kysely_migration");
    await done.where("name", ">=", "0013-read-at-size").execute();
    const database = await opened(place);
    expect(await search(database, caller, { text: "cats", limit: 1 })).toMatchObject([{ path: "a" }]);
    await removeFromSearch(database, "r");
    expect(await search(database, caller, { text: "cats", limit: 1 })).toEqual([]);
    expect(await takeJob(database, "server")).toMatchObject({ kind: "index", repository_id: "r" });
  });
});

test("a database that cannot be used says why, and shows no password", async () => {
  const { url = "", port } = server.settings;
  const wrong: readonly (readonly [DatabasePlace, string, string])[] = [
    [{ kind: "postgres", url, password: "hush" }, "DATABASE_UNUSABLE", "password authentication failed"],
    [{ kind: "postgres", url: new URL("/nowhere", url).href }, "DATABASE_UNUSABLE", "does not exist"],
    [{ kind: "postgres", url: url.replace(`:${port}`, ":1") }, "DATABASE_UNREACHABLE", "ECONNREFUSED"],
  ];
  for (const [place, code, state] of wrong) {
    const error: unknown = await openDatabase(place).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringContaining(state) });
    expect(String(error)).not.toMatch(/hush|of-the-test/);
  }
  await asOwner("create database latin encoding latin1 template template0 lc_collate 'C' lc_ctype 'C'");
  const latin = openDatabase({ kind: "postgres", url: new URL("/latin", url).href });
  await expect(latin).rejects.toMatchObject({ code: "DATABASE_UNUSABLE", message: expect.stringContaining("LATIN1") });
});

test("a connection that PostgreSQL ends costs what ran on it, and nothing else", async () => {
  const place = await newPlaces.postgres();
  const database = await opened(place);
  const kill = () => asOwner("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lode'");
  const ended = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("users").values({ id: "1", name: "ann", is_administrator: 0, created_at }).execute();
    await kill();
    await transaction.selectFrom("users").select("id").execute();
  });
  await expect(ended).rejects.toMatchObject({ code: "DATABASE_UNREACHABLE" });
  // A connection of which it is not known yet that it has ended may be tried once more.
  await expect.poll(() => listUsers(database, { limit: 10 }).catch(() => "unreachable")).toEqual([]);
});

test("a text with NUL is refused as what it is", async () => {
  const database = await opened(await newPlaces.postgres());
  const query = database.selectFrom("users").select("id").where("name", "=", "a\0b");
  await expect(query.execute()).rejects.toMatchObject({ code: "TEXT_INVALID" });
});

test("servers that share a database count attempts to sign in together", async () => {
  const place = await newPlaces.postgres();
  const [one, other] = [sharedAttemptLimits(await opened(place)), sharedAttemptLimits(await opened(place))];
  const tried = Array.from({ length: 14 }, (_, index) => (index % 2 === 0 ? one : other).passwordsOfUser.take("ann"));
  const outcomes = await Promise.allSettled(tried);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  await expect(other.passwordsOfUser.take("ann")).rejects.toMatchObject({
    code: "SIGN_IN_LIMITED",
    details: { retry_after_seconds: expect.any(Number) },
  });
  await one.passwordsOfUser.forget("ann");
  await other.passwordsOfUser.take("ann");
  await one.signInsOfAddress.take("ann");
});
