import { publicGitUrl } from "@lode/core/engine";
import Type from "typebox";
import { roleIn, type Wanted } from "../accounts/access.ts";
import { allows } from "../accounts/role.ts";
import {
  forgetImports,
  importCursor,
  listImports,
  listProjectImports,
  type RegisteredImport,
  registerImports,
} from "../catalogue/imports.ts";
import { openRepository } from "../catalogue/repositories.ts";
import { REVISION_PATTERN } from "../catalogue/snapshots.ts";
import { bodyOf, Limit, Nullable, pageOf, RepositoryParams, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { signedIn } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const ITEMS_MAX = 1000;
const reading: Wanted = { action: "see imports of", needed: "reader" };

/** Texts that others will see: without control characters, which could change what a terminal shows. */
const DataPath = Type.String({ pattern: "^[^\\u0000-\\u001f\\u007f]{1,1024}$" });
const ProjectUrl = Type.String({ pattern: "^[^\\u0000-\\u0020\\u007f]{1,1024}$" });
const Imported = {
  project: Type.String({ description: "The URL of the importing project, without credentials" }),
  path: Type.String({ description: "Of the data, from the root of the repository" }),
  rev: Nullable(Type.String()),
  commit: Type.String(),
  user: Type.String({ description: "Who told of it" }),
  registered_at: Type.String(),
  renewed_at: Type.String(),
};
const Registration = bodyOf({
  project: ProjectUrl,
  items: Type.Array(
    bodyOf({
      path: DataPath,
      rev: Type.Optional(Type.String({ pattern: REVISION_PATTERN })),
      commit: Type.String({ pattern: "^[0-9a-f]{40}([0-9a-f]{24})?$" }),
    }),
    { minItems: 1, maxItems: ITEMS_MAX },
  ),
});

/**
 * Who imports data of a repository, as `lode import` and `lode update` tell. Only those who have signed in see it: it has names
 * of users and projects.
 */
export function importRoutes(app: App, registry: Registry): void {
  const { database, settings } = registry;
  const tags = ["imports"];
  const url = "/api/v1/repositories/:namespace/:name/imports";

  const Page = Type.Object({
    path: Type.Optional(DataPath),
    after: Type.Optional(Type.String({ maxLength: 2048 })),
    limit: Limit,
  });
  const listSchema = {
    tags,
    summary: "Who imports data of a repository",
    params: RepositoryParams,
    querystring: Page,
    response: { 200: pageOf(Type.Object(Imported)) },
  };
  app.get(url, { schema: listSchema }, async (request) => {
    const { id } = await openRepository(database, { ...request.params, caller: signedIn(request) }, reading);
    const { limit, ...page } = request.query;
    const rows = await listImports(database, id, { ...page, days: settings.importDays, limit: limit + 1 });
    return toPage(rows, limit, { item: importBody, key: importCursor });
  });

  const registerSchema = {
    tags,
    summary: "Tell that a project imports data, or goes on doing so",
    params: RepositoryParams,
    body: Registration,
  };
  app.post(url, { schema: registerSchema }, async (request, reply) => {
    const caller = signedIn(request);
    const repository = await openRepository(database, { ...request.params, caller }, reading);
    const items = request.body.items.map(({ path, rev, commit }) => ({ path, rev: rev ?? null, commit_id: commit }));
    const project = publicGitUrl(request.body.project);
    await registerImports(database, { repository, user: caller.user }, { project, items });
    return reply.code(204).send();
  });

  const forgetSchema = {
    tags,
    summary: "Forget what a project imports: all of it for maintainers, else what oneself has told",
    params: RepositoryParams,
    querystring: Type.Object({ project: ProjectUrl, path: Type.Optional(DataPath) }),
  };
  app.delete(url, { schema: forgetSchema }, async (request, reply) => {
    const caller = signedIn(request);
    const repository = await openRepository(database, { ...request.params, caller }, reading);
    const maintains = allows(await roleIn(database, caller, repository), "maintainer");
    const whose = maintains ? {} : { userId: caller.user.id };
    const project = publicGitUrl(request.query.project);
    await forgetImports(database, { caller, repository }, { path: request.query.path, project, ...whose });
    return reply.code(204).send();
  });
  addProjectRoute(app, registry);
}

function addProjectRoute(app: App, { database, settings }: Registry): void {
  const ofProjectSchema = {
    tags: ["imports"],
    summary: "What a project imports of the repositories that the caller may see",
    querystring: Type.Object({
      project: ProjectUrl,
      after: Type.Optional(Type.String({ maxLength: 64 })),
      limit: Limit,
    }),
    response: {
      200: pageOf(Type.Object({ namespace: Type.String(), name: Type.String(), ...Imported })),
    },
  };
  app.get("/api/v1/imports", { schema: ofProjectSchema }, async (request) => {
    const { limit, after } = request.query;
    const project = publicGitUrl(request.query.project);
    const page = { project, after, days: settings.importDays, limit: limit + 1 };
    const rows = await listProjectImports(database, signedIn(request), page);
    const item = (row: (typeof rows)[number]) => ({ namespace: row.namespace, name: row.name, ...importBody(row) });
    return toPage(rows, limit, { item, key: ({ id }) => id });
  });
}

function importBody({ project, path, rev, commit_id, user, registered_at, renewed_at }: RegisteredImport) {
  return { project, path, rev, commit: commit_id, user, registered_at, renewed_at };
}
