import type { App } from "../http/app.ts";
import type { Registry } from "../http/registry.ts";
import { auditRoutes } from "./audit.ts";
import { batchRoutes } from "./batch.ts";
import { commitRoutes } from "./commits.ts";
import { datasetRoutes } from "./datasets.ts";
import { dvcRemoteRoutes } from "./dvc-remote.ts";
import { entryRoutes } from "./entries.ts";
import { gitRoutes } from "./git.ts";
import { groupRoutes } from "./groups.ts";
import { healthRoutes } from "./health.ts";
import { importRoutes } from "./imports.ts";
import { memberRoutes } from "./members.ts";
import { namespaceRoutes } from "./namespaces.ts";
import { openApiRoutes } from "./openapi.ts";
import { passwordRoutes } from "./passwords.ts";
import { plainUrlRoutes } from "./plain-urls.ts";
import { repositoryRoutes } from "./repositories.ts";
import { searchRoutes } from "./search.ts";
import { signInRoutes } from "./sign-in.ts";
import { tokenRoutes } from "./tokens.ts";
import { userRoutes } from "./users.ts";
import { versionRoutes } from "./versions.ts";

/** Adds every route. */
export function routes(app: App, registry: Registry): void {
  healthRoutes(app, registry);
  userRoutes(app, registry);
  tokenRoutes(app, registry);
  passwordRoutes(app, registry);
  signInRoutes(app, registry);
  groupRoutes(app, registry);
  namespaceRoutes(app, registry);
  repositoryRoutes(app, registry);
  memberRoutes(app, registry);
  auditRoutes(app, registry);
  datasetRoutes(app, registry);
  entryRoutes(app, registry);
  versionRoutes(app, registry);
  searchRoutes(app, registry);
  importRoutes(app, registry);
  openApiRoutes(app);
  gitRoutes(app, registry);
  batchRoutes(app, registry);
  commitRoutes(app, registry);
  dvcRemoteRoutes(app, registry);
  plainUrlRoutes(app, registry);
}
