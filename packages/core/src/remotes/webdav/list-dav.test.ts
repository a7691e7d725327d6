import { expect, onTestFinished, test } from "vitest";
import { startWebServer } from "../testing/web-server.ts";
import { WebdavStorage } from "./webdav-storage.ts";

const TREE: Readonly<Record<string, readonly string[]>> = {
  "/s/": ["/s/a", "/s/b/"],
  "/s/b/": ["/s/b/c", "/s/b/d/"],
  "/s/b/d/": ["/s/b/d/e"],
};

/** Answers PROPFIND out of TREE, and another way if `answer` gives something. */
async function davServer(answer: (depth: string, path: string) => { status: number; hrefs: readonly string[] }) {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  web.intercept = ({ headers, url = "" }, response) => {
    const { status, hrefs } = answer(String(headers.depth), url);
    response.writeHead(status).end(`<multistatus xmlns="DAV:">${hrefs.map(resource).join("")}</multistatus>`);
    return true;
  };
  const storage = new WebdavStorage({ url: `${web.url.replace("http", "webdav")}/s`, options: new Map(), env: {} });
  const list = () => Array.fromAsync(storage.list("", { recursive: true }, {}), ({ key }) => key);
  return { web, list };
}

function resource(href: string): string {
  const type = href.endsWith("/") ? "<collection/>" : "";
  return `<response><href>${href}</href><propstat><prop><resourcetype>${type}</resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
}

function levelAt(path: string): readonly string[] {
  return [path, ...(TREE[path] ?? [])];
}

test("list() takes one request where the server lists all levels", async () => {
  const all = { status: 207, hrefs: ["/s/", ...Object.values(TREE).flat()] };
  const { web, list } = await davServer(() => all);
  expect(await list()).toEqual(["a", "b/c", "b/d/e"]);
  expect(web.log).toEqual(["PROPFIND /s/"]);
});

test.each([403, 501])("list() goes folder by folder where the server refuses all levels with %i", async (status) => {
  const { list } = await davServer((depth, path) =>
    depth === "infinity" ? { status, hrefs: [] } : { status: 207, hrefs: levelAt(path) },
  );
  expect(await list()).toEqual(["a", "b/c", "b/d/e"]);
});

test("list() notices a server that lists one level where all were asked for", async () => {
  const { list } = await davServer((_depth, path) => ({ status: 207, hrefs: levelAt(path) }));
  expect(await list()).toEqual(["a", "b/c", "b/d/e"]);
});

test.each(["/elsewhere/x", "/s/%2e%2e/x", "/s/..%2f..%2fx", "/s/a%00b"])(
  "list() refuses the hostile name %s",
  async (href) => {
    const { list } = await davServer(() => ({ status: 207, hrefs: ["/s/", href] }));
    await expect(list()).rejects.toMatchObject({ code: "STORAGE_REJECTED" });
  },
);

test("list() refuses folders without end", async () => {
  const { list } = await davServer((_depth, path) => ({ status: 207, hrefs: [path, `${path}x/`] }));
  await expect(list()).rejects.toMatchObject({ code: "STORAGE_REJECTED" });
});
