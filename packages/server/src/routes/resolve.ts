import { LodeError } from "@lode/core";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { findArtifact } from "../catalogue/find-artifact.ts";
import { findData } from "../catalogue/find-data.ts";
import { openRepository, type Repository } from "../catalogue/repositories.ts";
import type { Snapshot } from "../catalogue/snapshots.ts";
import { versionOfRange } from "../catalogue/version-of-range.ts";
import { Nullable, Path, RepositoryParams, Rev } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import { ArtifactBody, ArtifactText, artifactBody, DatasetBody, datasetBody } from "../http/dataset-schemas.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };

const Query = Type.Object({
  rev: Type.Optional(Rev),
  path: Type.Optional(Path),
  artifact: Type.Optional(ArtifactText),
  version: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: "With artifact: `v1.2.3`, a range such as `^1.0`, or `latest`; default: the highest version",
    }),
  ),
  stage: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: "With artifact: what this stage has" }),
  ),
});
const schema = {
  tags: ["datasets"],
  summary: "Where data is: the commit, and the digest",
  description:
    "Of what is at `path` at `rev`, which may be a range of versions (`^1.0`, `cats@^1.0`); or of `artifact`, whose tags say which commit its version is",
  params: RepositoryParams,
  querystring: Query,
  response: {
    200: Type.Object({
      commit: Type.String(),
      tag: Nullable(Type.String({ description: "The one that was found for a range or an artifact" })),
      path: Type.String(),
      hash_name: Type.String(),
      oid: Type.String(),
      object_bytes: Type.Number(),
      dataset: DatasetBody,
      artifact: Nullable(ArtifactBody),
    }),
  },
};

/** `…/resolve`: revision and path, or artifact and version, to commit and digest. */
export function resolveRoutes(app: App, registry: Registry): void {
  app.get("/api/v1/repositories/:namespace/:name/resolve", { schema }, async (request, reply) => {
    mayBeKept(reply);
    const repository = await openRepository(
      registry.database,
      { ...request.params, caller: callerOf(request) },
      reading,
    );
    const { snapshot, path, tag, artifact } = await placeOf(registry, repository, request.query);
    const { object, objectBytes, output } = await findData(registry, snapshot, path);
    return {
      commit: snapshot.commit,
      tag: tag ?? null,
      path,
      hash_name: object.hashName,
      oid: object.oid,
      object_bytes: objectBytes,
      dataset: datasetBody(output),
      artifact: artifact === undefined ? null : artifactBody(artifact),
    };
  });
}

/** The commit and path that a query means. @throws OPTIONS_CONFLICT, and what finding them throws */
async function placeOf(registry: Registry, repository: Repository, query: Type.Static<typeof Query>) {
  const { rev, path, artifact, ...how } = query;
  if (artifact !== undefined && path === undefined && rev === undefined) {
    const found = await findArtifact(registry, repository, { artifact, ...how });
    return { ...found, path: found.artifact.path };
  }
  if (path === undefined || artifact !== undefined || how.version !== undefined || how.stage !== undefined) {
    throw new LodeError("OPTIONS_CONFLICT", "Cannot tell which data is meant", {
      hint: "Give path, and rev if it is not the default branch; or artifact, and one of version and stage.",
    });
  }
  const found = rev === undefined ? undefined : await versionOfRange(registry.references, repository, rev);
  const snapshot: Snapshot = await registry.snapshots.open(repository, found?.commit ?? rev);
  return { snapshot, path, tag: found?.name, artifact: undefined };
}
