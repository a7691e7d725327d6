import { compareCodePoints, compareVersions, parseArtifactName, VERSION_PATTERN } from "@lode/core/engine";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { type ArtifactVersion, artifactVersions } from "../catalogue/artifact-versions.ts";
import { artifactUndeclared, declaredArtifact } from "../catalogue/find-artifact.ts";
import { isDescribedSo } from "../catalogue/list-datasets.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { Filter, Limit, Nullable, Path, pageOf, RepositoryParams, Rev, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import { ArtifactBody, ArtifactText, artifactBody } from "../http/dataset-schemas.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };
const tags = ["artifacts"];
const base = "/api/v1/repositories/:namespace/:name/artifacts";

const listSchema = {
  tags,
  summary: "The artifacts that the dvc.yaml files of a revision declare",
  params: RepositoryParams,
  querystring: Type.Object({
    rev: Type.Optional(Rev),
    type: Filter("Of the artifact"),
    label: Filter("Of the artifact"),
    prefix: Filter("What its name begins with"),
    after: Type.Optional(Path),
    limit: Limit,
  }),
  response: { 200: Type.Intersect([Type.Object({ commit: Type.String() }), pageOf(ArtifactBody)]) },
};
const Version = Type.Object({
  version: Type.String({ description: "With its `v`" }),
  tag: Type.String(),
  commit: Type.String(),
  created_at: Type.String({ description: "When the tag was made" }),
  message: Type.String({ description: "The first line of the tag's" }),
  stages: Type.Array(Type.String(), { description: "Those that it has now" }),
});
const versionsSchema = {
  tags,
  summary: "The versions of an artifact, the highest first",
  description:
    "Annotated tags say what they are, as DVC and GTO have it: `name@v1.2.3` a version, `name#stage` a stage; with `!` at the end it is taken back",
  params: RepositoryParams,
  querystring: Type.Object({
    artifact: ArtifactText,
    stage: Filter("Only the version that has this stage"),
    after: Type.Optional(Type.String({ maxLength: 200, pattern: `^${VERSION_PATTERN}$` })),
    limit: Limit,
  }),
  response: {
    200: Type.Object({ items: Type.Array(Version), next: Nullable(Type.String()) }),
  },
};

/** The artifacts of a repository, and their versions and stages. */
export function artifactRoutes(app: App, registry: Registry): void {
  const { database, references, snapshots } = registry;
  const open = (request: FastifyRequest, params: RepositoryName) =>
    openRepository(database, { ...params, caller: callerOf(request) }, reading);

  app.get(base, { schema: listSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { rev, prefix = "", after = "", limit, ...described } = request.query;
    const snapshot = await snapshots.open(await open(request, request.params), rev);
    const found = snapshot.artifacts.values().filter((artifact) => {
      const isBehind = compareCodePoints(artifact.name, after) > 0;
      return isBehind && artifact.name.startsWith(prefix) && isDescribedSo([artifact], described);
    });
    const page = toPage(found.take(limit + 1).toArray(), limit, { item: artifactBody, key: ({ name }) => name });
    return { commit: snapshot.commit, ...page };
  });

  app.get(`${base}/versions`, { schema: versionsSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { artifact, stage, after, limit } = request.query;
    const repository = await open(request, request.params);
    const name = parseArtifactName(artifact);
    const notes = await references.annotatedTags.of(repository.id);
    const versions = name === undefined ? [] : artifactVersions(notes, name);
    if (versions.length === 0) {
      const snapshot = await snapshots.open(repository);
      if (declaredArtifact(snapshot, artifact) === undefined) throw artifactUndeclared(snapshot, artifact);
    }
    const rows = behind(versions, after).filter(({ stages }) => stage === undefined || stages.includes(stage));
    return toPage(rows.slice(0, limit + 1), limit, { item: versionBody, key: ({ version }) => version });
  });
}

/** The versions lower than one, which may have been taken back since the page before. */
function behind(versions: readonly ArtifactVersion[], after: string | undefined): readonly ArtifactVersion[] {
  if (after === undefined) return versions;
  const index = versions.findIndex(({ version }) => version === after);
  if (index >= 0) return versions.slice(index + 1);
  return versions.filter(({ version }) => compareVersions(version, after) < 0);
}

function versionBody({ version, tag, stages }: ArtifactVersion): Type.Static<typeof Version> {
  const { name, commit, timeMs, subject } = tag;
  return {
    version,
    tag: name,
    commit,
    created_at: new Date(timeMs).toISOString(),
    message: subject,
    stages: [...stages],
  };
}
