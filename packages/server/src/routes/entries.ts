import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { diffDataset, listEntries } from "../catalogue/list-entries.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { Limit, Nullable, Path, pageOf, RepositoryParams, Rev, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };
const Entry = Type.Object({ path: Type.String(), oid: Type.String() });
const Changed = Type.Object({ path: Type.String(), old_oid: Type.String(), new_oid: Type.String() });
const Commit = { commit: Type.String() };

const entriesSchema = {
  tags: ["datasets"],
  summary: "The files of a dataset at a revision",
  params: RepositoryParams,
  querystring: Type.Object({
    rev: Type.Optional(Rev),
    path: Path,
    prefix: Type.Optional(Type.String({ maxLength: 4096 })),
    contains: Type.Optional(Type.String({ maxLength: 4096 })),
    after: Type.Optional(Path),
    limit: Limit,
  }),
  response: { 200: Type.Intersect([Type.Object(Commit), pageOf(Entry)]) },
};
const diffSchema = {
  tags: ["datasets"],
  summary: "How a dataset differs between two revisions",
  params: RepositoryParams,
  querystring: Type.Object({ from: Rev, to: Type.Optional(Rev), path: Path, after: Type.Optional(Path), limit: Limit }),
  response: {
    200: Type.Object({
      from: Type.String(),
      to: Type.String(),
      added: Type.Array(Entry),
      removed: Type.Array(Entry),
      changed: Type.Array(Changed),
      next: Nullable(Type.String()),
    }),
  },
};

/** The files of a dataset at a revision, and how two revisions of it differ. */
export function entryRoutes(app: App, registry: Registry): void {
  const { database, snapshots } = registry;
  const base = "/api/v1/repositories/:namespace/:name";
  const open = (request: FastifyRequest, params: RepositoryName) =>
    openRepository(database, { ...params, caller: callerOf(request) }, reading);

  app.get(`${base}/entries`, { schema: entriesSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { rev, path, limit, ...filter } = request.query;
    const snapshot = await snapshots.open(await open(request, request.params), rev);
    const rows = await listEntries(registry, { snapshot, path }, { ...filter, limit: limit + 1 });
    const page = toPage(rows, limit, { item: entryBody, key: ({ relpath }) => relpath });
    return { commit: snapshot.commit, ...page };
  });

  app.get(`${base}/diff`, { schema: diffSchema }, async (request, reply) => {
    mayBeKept(reply);
    const repository = await open(request, request.params);
    const [from, to] = [
      await snapshots.open(repository, request.query.from),
      await snapshots.open(repository, request.query.to),
    ];
    const { added, removed, changed, next } = await diffDataset(registry, { from, to }, request.query);
    return {
      from: from.commit,
      to: to.commit,
      added: added.map(entryBody),
      removed: removed.map(entryBody),
      changed: changed.map(({ relpath, oldOid, newOid }) => ({ path: relpath, old_oid: oldOid, new_oid: newOid })),
      next: next ?? null,
    };
  });
}

function entryBody({ relpath, oid }: { readonly relpath: string; readonly oid: string }) {
  return { path: relpath, oid };
}
