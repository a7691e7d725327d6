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
import { bodyOf, Limit, Name, pageOf, RepositoryParams, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { MirrorBody, mirrorChoices } from "../http/mirror-schemas.ts";
import type { Registry } from "../http/registry.ts";

const Visibility = Type.Enum(["public", "private"]);
const Policy = Type.Enum(["refuse", "warn", "off"]);
const Description = Type.String({ maxLength: 10_000 });
const RepositorySchema = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  visibility: Visibility,
  description: Type.String(),
  push_policy: Policy,
  is_mirror: Type.Boolean(),
  created_at: Type.String(),
});
const Changes = bodyOf({
  visibility: Type.Optional(Visibility),
  description: Type.Optional(Description),
  push_policy: Type.Optional(Policy),
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
  const { database } = registry;
  const tags = ["repositories"];
  const one = "/api/v1/repositories/:namespace/:name";

  const Page = Type.Object({ namespace: Type.Optional(Name), after: Type.Optional(FullName), limit: Limit });
  const listSchema = {
    tags,
    summary: "The repositories that the caller may see",
    querystring: Page,
    response: { 200: pageOf(RepositorySchema) },
  };
  app.get("/api/v1/repositories", { schema: listSchema }, async (request) => {
    const { limit, namespace, after } = request.query;
    const rows = await listRepositories(database, callerOf(request), { namespace, after, limit: limit + 1 });
    return toPage(rows, limit, { item: repositoryBody, key: ({ fullName }) => fullName });
  });

  addCreation(app, registry);

  const readSchema = { tags, summary: "One repository", params: RepositoryParams, response: { 200: RepositorySchema } };
  app.get(one, { schema: readSchema }, async (request) => {
    const wanted = { action: "read", needed: "reader" } as const;
    return repositoryBody(await openRepository(database, { ...request.params, caller: callerOf(request) }, wanted));
  });

  const changeSchema = {
    tags,
    summary: "Change what is given",
    params: RepositoryParams,
    body: Changes,
    response: { 200: RepositorySchema },
  };
  app.patch(one, { schema: changeSchema }, async (request) => {
    const caller = callerOf(request);
    const needed = request.body.visibility === undefined ? "maintainer" : "administrator";
    const repository = await openRepository(database, { ...request.params, caller }, { action: "change", needed });
    const { push_policy: pushPolicy, ...changes } = request.body;
    const all = { ...changes, ...(pushPolicy !== undefined && { pushPolicy }) };
    return repositoryBody(await changeRepository(database, { caller, repository }, all));
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

function repositoryBody({ namespace, name, visibility, description, pushPolicy, isMirror, createdAt }: Repository) {
  const named = { namespace, name, visibility, description };
  return { ...named, push_policy: pushPolicy, is_mirror: isMirror, created_at: createdAt };
}
