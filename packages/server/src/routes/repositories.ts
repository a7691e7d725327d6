import { LodeError } from "@lode/core";
import Type from "typebox";
import { listRepositories } from "../catalogue/list-repositories.ts";
import { checkMirror, setMirror } from "../catalogue/mirrors.ts";
import { requireNamespaceRole } from "../catalogue/namespaces.ts";
import {
  changeRepository,
  createRepository,
  openRepository,
  type Repository,
  removeRepository,
} from "../catalogue/repositories.ts";
import { defaultBranch, setDefaultBranch } from "../git/default-branch.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { bodyOf, Limit, Name, Nullable, pageOf, RepositoryParams, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import { MirrorBody, mirrorChoices } from "../http/mirror-schemas.ts";
import type { Registry } from "../http/registry.ts";

const Visibility = Type.Enum(["public", "private"]);
const Policy = Type.Enum(["refuse", "warn", "off"]);
const Description = Type.String({ maxLength: 10_000 });
const fields = {
  namespace: Type.String(),
  name: Type.String(),
  visibility: Visibility,
  description: Type.String(),
  push_policy: Policy,
  is_mirror: Type.Boolean(),
  created_at: Type.String(),
};
const RepositorySchema = Type.Object(fields);
const BranchName = Type.String({ minLength: 1, maxLength: 250 });
const OneRepository = Type.Object({
  ...fields,
  default_branch: Nullable(Type.String({ description: "It may have no commit yet" })),
});
const Changes = bodyOf({
  visibility: Type.Optional(Visibility),
  description: Type.Optional(Description),
  push_policy: Type.Optional(Policy),
  default_branch: Type.Optional(BranchName),
});
const NewRepository = bodyOf({
  namespace: Name,
  name: Name,
  visibility: Type.Enum(["public", "private"], { default: "private" }),
  description: Type.String({ maxLength: 10_000, default: "" }),
  push_policy: Type.Enum(["refuse", "warn", "off"], { default: "refuse" }),
  mirror: Type.Optional(MirrorBody),
});
const FullName = Type.String({ maxLength: 129 });

/** `/api/v1/repositories`: those that the caller may see; made by maintainers of their namespace. */
export function repositoryRoutes(app: App, registry: Registry): void {
  const { database, git } = registry;
  const tags = ["repositories"];
  const one = "/api/v1/repositories/:namespace/:name";

  const Page = Type.Object({ namespace: Type.Optional(Name), after: Type.Optional(FullName), limit: Limit });
  const listSchema = {
    tags,
    summary: "The repositories that the caller may see",
    querystring: Page,
    response: { 200: pageOf(RepositorySchema) },
  };
  app.get("/api/v1/repositories", { schema: listSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { limit, namespace, after } = request.query;
    const rows = await listRepositories(database, callerOf(request), { namespace, after, limit: limit + 1 });
    return toPage(rows, limit, { item: repositoryBody, key: ({ fullName }) => fullName });
  });

  addCreation(app, registry);

  const withBranch = async (repository: Repository) => {
    const branch = await defaultBranch(hostedRepo(git, repository.id));
    return { ...repositoryBody(repository), default_branch: branch ?? null };
  };
  const readSchema = { tags, summary: "One repository", params: RepositoryParams, response: { 200: OneRepository } };
  app.get(one, { schema: readSchema }, async (request, reply) => {
    mayBeKept(reply);
    const wanted = { action: "read", needed: "reader" } as const;
    return withBranch(await openRepository(database, { ...request.params, caller: callerOf(request) }, wanted));
  });

  const changeSchema = {
    tags,
    summary: "Change what is given",
    params: RepositoryParams,
    body: Changes,
    response: { 200: OneRepository },
  };
  app.patch(one, { schema: changeSchema }, async (request) => {
    const caller = callerOf(request);
    const needed = request.body.visibility === undefined ? "maintainer" : "administrator";
    const repository = await openRepository(database, { ...request.params, caller }, { action: "change", needed });
    const { push_policy: pushPolicy, default_branch: branch, ...changes } = request.body;
    if (branch !== undefined) {
      if (repository.isMirror) throw headIsOthers(repository);
      await git.reading.run(() => setDefaultBranch(hostedRepo(git, repository.id), branch));
    }
    const all = { ...changes, ...(pushPolicy !== undefined && { pushPolicy }) };
    return withBranch(await changeRepository(database, { caller, repository }, all));
  });

  app.delete(
    one,
    { schema: { tags, summary: "Remove a repository with all that it holds", params: RepositoryParams } },
    async (request, reply) => {
      const caller = callerOf(request);
      const wanted = { action: "remove", needed: "administrator" } as const;
      const repository = await openRepository(database, { ...request.params, caller }, wanted);
      await removeRepository(registry, caller, repository);
      return reply.code(204).send();
    },
  );
}

function addCreation(app: App, registry: Registry): void {
  const Created = Type.Intersect([RepositorySchema, Type.Object({ webhook_secret: Type.Optional(Type.String()) })]);
  const createSchema = {
    tags: ["repositories"],
    summary: "Make a repository",
    body: NewRepository,
    response: { 201: Created },
  };
  app.post("/api/v1/repositories", { schema: createSchema }, async (request, reply) => {
    const { namespace: namespaceName, push_policy: pushPolicy, mirror, ...named } = request.body;
    const caller = callerOf(request);
    const wanted = { action: "create repositories in", needed: "maintainer" } as const;
    const namespace = await requireNamespaceRole(registry.database, { caller, name: namespaceName }, wanted);
    const choices = mirror && (await checkMirror(registry, mirrorChoices(mirror)));
    const repository = await createRepository(registry, { caller, namespace }, { ...named, pushPolicy });
    if (choices === undefined) return reply.code(201).send(repositoryBody(repository));
    const webhook_secret = await setMirror(registry, { caller, repository }, choices);
    registry.fetches.wake();
    return reply.code(201).send({ ...repositoryBody({ ...repository, isMirror: true }), webhook_secret });
  });
}

function headIsOthers({ fullName }: Repository): LodeError {
  return new LodeError(
    "MIRROR_READ_ONLY",
    `Cannot choose the default branch of '${fullName}': it follows another repository`,
    {
      hint: "Choose it there.",
    },
  );
}

function repositoryBody({ namespace, name, visibility, description, pushPolicy, isMirror, createdAt }: Repository) {
  const named = { namespace, name, visibility, description };
  return { ...named, push_policy: pushPolicy, is_mirror: isMirror, created_at: createdAt };
}
