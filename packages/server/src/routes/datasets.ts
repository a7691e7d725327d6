import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { listDatasets } from "../catalogue/list-datasets.ts";
import { originKinds } from "../catalogue/output-origin.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { Filter, Limit, Path, pageOf, RepositoryParams, Rev, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import { DatasetBody, datasetBody } from "../http/dataset-schemas.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };

const DatasetQuery = Type.Object({
  rev: Type.Optional(Rev),
  kind: Type.Optional(Type.Enum(["file", "dir"])),
  origin: Type.Optional(Type.Enum([...originKinds], { description: "How the data came into the repository" })),
  is_artifact: Type.Optional(Type.Boolean({ description: "Whether a dvc.yaml has it among its artifacts" })),
  type: Filter("Of the dataset, or of an artifact that it is"),
  label: Filter("Of the dataset, or of an artifact that it is"),
  prefix: Filter("What its path begins with"),
  after: Type.Optional(Path),
  limit: Limit,
});
const Commit = { commit: Type.String() };

/** The datasets that a commit of a repository records. */
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
    querystring: DatasetQuery,
    response: { 200: Type.Intersect([Type.Object(Commit), pageOf(DatasetBody)]) },
  };
  app.get(`${base}/datasets`, { schema: listSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { rev, limit, is_artifact: isArtifact, ...filter } = request.query;
    const snapshot = await snapshots.open(await open(request, request.params), rev);
    const rows = listDatasets(snapshot, { ...filter, isArtifact, limit: limit + 1 });
    const page = toPage(rows, limit, { item: datasetBody, key: ({ path }) => path });
    return { commit: snapshot.commit, ...page };
  });
}
