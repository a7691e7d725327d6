import { expect, onTestFinished, test } from "vitest";
import { startWebServer, type WebServer } from "../../remotes/testing/web-server.ts";
import { add } from "../add/add.ts";
import { fsck } from "../fsck/fsck.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { push } from "./push.ts";

const PATH = "/store/files/md5/7f/c56270e7a70fa81a5935b72eacbe29";

/** A pushed file of which the server has other bytes by now. */
async function damagedServer(): Promise<{ readonly web: WebServer; readonly fixture: RegistryFixture }> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/a", "A");
  const config = `[core]\n    remote = store\n['remote "store"']\n    url = ${web.url}/store\n`;
  fixture.replace("repo/.dvc/config", config);
  await add(await fixture.open(), { targets: ["a"] }, {});
  await push(await fixture.open(), {}, {});
  web.files.set(PATH, Buffer.from("damaged"));
  return { web, fixture };
}

test("push() with force puts a sound copy over a damaged one on a web server", async () => {
  const { web, fixture } = await damagedServer();
  expect(await push(await fixture.open(), { force: true }, {})).toMatchObject({ pushed: 1 });
  expect(String(web.files.get(PATH))).toBe("A");
  expect(web.log).toContain(`PUT ${PATH}`);
  expect(await push(await fixture.open(), { force: true }, {})).toMatchObject({ pushed: 0 });
});

test("push() with force takes the method of uploads where the server does not know PUT", async () => {
  const { web, fixture } = await damagedServer();
  web.intercept = ({ method }, response) => method === "PUT" && Boolean(response.writeHead(405).end());
  expect(await push(await fixture.open(), { force: true }, {})).toMatchObject({ pushed: 1 });
  expect(String(web.files.get(PATH))).toBe("A");
});

test("push() with force says that a server kept what it had", async () => {
  const { web, fixture } = await damagedServer();
  web.intercept = ({ method }, response) => method === "PUT" && Boolean(response.writeHead(204).end());
  const pushed = push(await fixture.open(), { force: true }, {});
  const error = await pushed.catch((caught) => caught);
  expect(error).toMatchObject({ code: "TRANSFER_FAILED" });
  expect(String(error.cause?.message)).toContain("the server keeps what it has");
  expect(String(web.files.get(PATH))).toBe("damaged");
});

test("fsck() with repair mends a web server, or warns", async () => {
  const { web, fixture } = await damagedServer();
  const warnings: string[] = [];
  const look = async () =>
    await fsck(
      await fixture.open(),
      { remote: { name: undefined }, repair: true },
      { onEvent: (event) => void (event.type === "warning" && warnings.push(event.message)) },
    );
  web.intercept = ({ method }, response) => method === "PUT" && Boolean(response.writeHead(204).end());
  expect((await look()).isSound).toBe(false);
  expect(warnings.join()).toContain("the server keeps what it has");
  web.intercept = () => false;
  expect((await look()).isSound).toBe(true);
  expect(String(web.files.get(PATH))).toBe("A");
});
