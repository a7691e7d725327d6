import Type from "typebox";
import { listVersions, type Version, versionCursor } from "../catalogue/list-versions.ts";
import { openRepository } from "../catalogue/repositories.ts";
import { Limit, Nullable, Path, pageOf, RepositoryParams, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import type { Registry } from "../http/registry.ts";

const VersionSchema = Type.Object({
  commit: Type.String(),
  committed_at: Type.String(),
  tags: Type.Array(Type.String()),
  hash_name: Type.String(),
  oid: Type.String(),
  size_bytes: Nullable(Type.Number()),
  files: Nullable(Type.Number()),
});
const Page = Type.Object({ path: Path, after: Type.Optional(Type.String({ maxLength: 200 })), limit: Limit });

/** The versions of a dataset on the default branch and behind tags, the newest first. */
export function versionRoutes(app: App, registry: Registry): void {
  const url = "/api/v1/repositories/:namespace/:name/versions";
  const response = { 200: pageOf(VersionSchema) };
  const schema = {
    tags: ["datasets"],
    summary: "The versions of a dataset, the newest first",
    params: RepositoryParams,
    querystring: Page,
    response,
  };
  app.get(url, { schema }, async (request, reply) => {
    mayBeKept(reply);
    const wanted = { action: "read", needed: "reader" } as const;
    const at = { ...request.params, caller: callerOf(request) };
    const { id } = await openRepository(registry.database, at, wanted);
    const { limit, ...page } = request.query;
    const rows = await listVersions(registry.database, id, { ...page, limit: limit + 1 });
    return toPage(rows, limit, { item: versionBody, key: versionCursor });
  });
}

/** Milliseconds are for the order of commits (see HistoryCommit); Git knows none. */
function versionBody({ commit_id, committed_at: ordered, tags, hash_name, oid, size_bytes, files }: Version) {
  const committed_at = ordered.replace(/\.\d{3}Z$/, ".000Z");
  return { commit: commit_id, committed_at, tags: [...tags], hash_name, oid, size_bytes, files };
}
