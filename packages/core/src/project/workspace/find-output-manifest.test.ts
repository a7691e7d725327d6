import { expect, test } from "vitest";
import { trackedFixture } from "../../operations/testing/tracked-fixture.ts";
import { startWebServer, type WebServer } from "../../remotes/testing/web-server.ts";
import { loadIndex } from "../load-index.ts";
import { findOutputManifest } from "./find-output-manifest.ts";

test("findOutputManifest() tells why the remote could not be asked", async () => {
  await using web = await startWebServer();
  web.intercept = (_request, response) => Boolean(response.writeHead(403).end());
  await expect(findFrom(web)).rejects.toMatchObject({
    code: "MANIFEST_MISSING",
    cause: { code: "STORAGE_DENIED" },
  });
});

test("findOutputManifest() waits for no remote after the run has ended", async () => {
  await using web = await startWebServer();
  const ending = new AbortController();
  web.intercept = () => {
    ending.abort();
    return true;
  };
  await expect(findFrom(web, ending.signal)).rejects.toMatchObject({ code: "CANCELLED" });
});

/** Looks for a manifest that is not in the cache. */
async function findFrom(web: WebServer, signal?: AbortSignal): Promise<unknown> {
  const fixture = await trackedFixture({ "data/a": "a" }, "data");
  fixture.replace("repo/.dvc/config", `[core]\n    remote = web\n['remote "web"']\n    url = ${web.url}\n`);
  fixture.remove("repo/.dvc/cache");
  const project = await fixture.open();
  const [stage] = (await loadIndex(project)).stages;
  const output = stage?.outs[0];
  if (output?.oid === undefined) throw new Error("nothing is tracked");
  return await findOutputManifest({ project, run: signal === undefined ? {} : { signal } }, output, output.oid);
}
