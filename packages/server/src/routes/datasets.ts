import { compareCodePoints } from "@lode/core/engine";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import type { CommittedOutput } from "../catalogue/committed-outputs.ts";
import { findData } from "../catalogue/find-data.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { Limit, Nullable, Path, pageOf, RepositoryParams, Rev, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };

const Dataset = Type.Object({
  path: Type.String(),
  kind: Type.Enum(["file", "dir"]),
  hash_name: Type.Enum(["md5", "md5-dos2unix"]),
  oid: Type.String(),
  size_bytes: Nullable(Type.Number()),
  files: Nullable(Type.Number()),
  description: Nullable(Type.String()),
  type: Nullable(Type.String()),
  labels: Type.Array(Type.String()),
  is_stored_here: Type.Boolean(),
});
const Commit = { commit: Type.String() };

/** What the commits of a repository record: its datasets, and what is at a path. */
export function datasetRoutes(app: App, registry: Registry): void {
  const { database, snapshots } = registry;
  const tags = ["datasets"];
  const base = "/api/v1/repositories/:namespace/:name";
  const open = (request: FastifyRequest, params: RepositoryName) =>
    openRepository(database, { ...params, caller: callerOf(request) }, reading);

  const listSchema = {
    tags,
    summary: "The datasets that a revision records",
    params: RepositoryParams,
    querystring: Type.Object({ rev: Type.Optional(Rev), after: Type.Optional(Path), limit: Limit }),
    response: { 200: Type.Intersect([Type.Object(Commit), pageOf(Dataset)]) },
  };
  app.get(`${base}/datasets`, { schema: listSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { rev, after = "", limit } = request.query;
    const { commit, outputs } = await snapshots.open(await open(request, request.params), rev);
    const rows = [...outputs.values()].filter(({ path }) => compareCodePoints(path, after) > 0).slice(0, limit + 1);
    return { commit, ...toPage(rows, limit, { item: datasetBody, key: ({ path }) => path }) };
  });

  const resolveSchema = {
    tags,
    summary: "What is at a revision and a path: commit and digest",
    params: RepositoryParams,
    querystring: Type.Object({ rev: Type.Optional(Rev), path: Path }),
    response: {
      200: Type.Object({
        ...Commit,
        hash_name: Type.String(),
        oid: Type.String(),
        object_bytes: Type.Number(),
        dataset: Dataset,
      }),
    },
  };
  app.get(`${base}/resolve`, { schema: resolveSchema }, async (request, reply) => {
    mayBeKept(reply);
    const snapshot = await snapshots.open(await open(request, request.params), request.query.rev);
    const { object, objectBytes, output } = await findData(registry, snapshot, request.query.path);
    const { hashName: hash_name, oid } = object;
    return { commit: snapshot.commit, hash_name, oid, object_bytes: objectBytes, dataset: datasetBody(output) };
  });
}

function datasetBody({ path, hashName, oid, ...rest }: CommittedOutput) {
  return {
    path,
    kind: oid.endsWith(".dir") ? ("dir" as const) : ("file" as const),
    hash_name: hashName,
    oid,
    size_bytes: rest.sizeBytes ?? null,
    files: rest.files ?? null,
    description: rest.description ?? null,
    type: rest.type ?? null,
    labels: [...rest.labels],
    is_stored_here: rest.isStoredHere,
  };
}
