import { compareCodePoints, formatArtifactName, type GitRef, parseGtoTag } from "@lode/core/engine";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { defaultBranch } from "../git/default-branch.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { Filter, Limit, Nullable, pageIn, pageOf, RepositoryParams } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };
const base = "/api/v1/repositories/:namespace/:name";

const Page = Type.Object({
  prefix: Filter("What the name begins with"),
  after: Type.Optional(Type.String({ maxLength: 1000 })),
  limit: Limit,
});
const Branch = Type.Object({
  name: Type.String(),
  commit: Type.String(),
  committed_at: Type.String(),
  is_default: Type.Boolean(),
});
const branchesSchema = {
  tags: ["references"],
  summary: "The branches of a repository, by name",
  params: RepositoryParams,
  querystring: Page,
  response: { 200: pageOf(Branch) },
};
const Tag = Type.Object({
  name: Type.String(),
  commit: Type.String(),
  created_at: Type.String({ description: "When an annotated tag was made, else when its commit was" }),
  artifact: Nullable(
    Type.Object({
      name: Type.String(),
      action: Type.Enum(["register", "deregister", "assign", "unassign", "create", "deprecate"]),
      version: Nullable(Type.String()),
      stage: Nullable(Type.String()),
    }),
  ),
});
const tagsSchema = {
  tags: ["references"],
  summary: "The tags of a repository, by name",
  description: "`artifact` is what the name of a tag says of an artifact, which counts if the tag is annotated",
  params: RepositoryParams,
  querystring: Page,
  response: { 200: pageOf(Tag) },
};

/** The branches and tags of a repository. */
export function referenceRoutes(app: App, { database, git, references }: Registry): void {
  const open = async (request: FastifyRequest, params: RepositoryName) => {
    const { id } = await openRepository(database, { ...params, caller: callerOf(request) }, reading);
    return id;
  };

  app.get(`${base}/branches`, { schema: branchesSchema }, async (request, reply) => {
    mayBeKept(reply);
    const id = await open(request, request.params);
    const [branches, head] = await Promise.all([references.branches.of(id), defaultBranch(hostedRepo(git, id))]);
    const item = ({ name, commit, timeMs }: GitRef) => ({
      name,
      commit,
      committed_at: new Date(timeMs).toISOString(),
      is_default: name === head,
    });
    return pageIn(inOrder(branches, request.query), request.query, { item, key: ({ name }) => name });
  });

  app.get(`${base}/tags`, { schema: tagsSchema }, async (request, reply) => {
    mayBeKept(reply);
    const tags = await references.tags.of(await open(request, request.params));
    return pageIn(inOrder(tags, request.query), request.query, { item: tagBody, key: ({ name }) => name });
  });
}

/** The list in the order of its pages, which is not quite git's. */
function inOrder(refs: readonly GitRef[], { prefix = "" }: Type.Static<typeof Page>): readonly GitRef[] {
  const chosen = refs.filter(({ name }) => name.startsWith(prefix));
  return chosen.sort((one, other) => compareCodePoints(one.name, other.name));
}

function tagBody({ name, commit, timeMs }: GitRef): Type.Static<typeof Tag> {
  const parsed = parseGtoTag(name);
  const artifact = parsed && {
    name: formatArtifactName(parsed.artifact),
    action: parsed.action,
    version: "version" in parsed ? parsed.version : null,
    stage: "stage" in parsed ? parsed.stage : null,
  };
  return { name, commit, created_at: new Date(timeMs).toISOString(), artifact: artifact ?? null };
}
