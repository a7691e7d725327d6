import { expect, test } from "vitest";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { openS3Storage } from "./s3-storage.ts";

test.each([
  [403, "SignatureDoesNotMatch", "the secret half of the key is another one"],
  [403, "InvalidAccessKeyId", "the server does not know the key"],
  [400, "ExpiredToken", "the session of the key has ended"],
  [403, "AccessDenied", "the server answered 403 AccessDenied: In words"],
])("stat() says why when the server refuses it with %s %s", async (status, code, state) => {
  await using server = await refusing(status, code);
  const storage = open(server);
  const message = `Cannot look up 's3://bucket/name': ${state}`;
  await expect(storage.stat("name", {})).rejects.toMatchObject({ code: "STORAGE_DENIED", message });
  expect(server.log).toEqual(["HEAD /bucket/name", "GET /bucket/name"]);
  await storage.close();
});

test("stat() asks only once why when the key lacks a permission", async () => {
  await using server = await refusing(403, "AccessDenied");
  const storage = open(server);
  for (const name of ["a", "b"]) await expect(storage.stat(name, {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  expect(server.log).toEqual(["HEAD /bucket/a", "GET /bucket/a", "HEAD /bucket/b"]);
  await storage.close();
});

test("stat() keeps to the refusal when the server gives the object all the same", async () => {
  await using server = await startWebServer();
  server.files.set("/bucket/name", Buffer.from("content"));
  server.intercept = ({ method }, response) => method === "HEAD" && response.writeHead(403).end() !== undefined;
  const storage = open(server);
  const message = "Cannot look up 's3://bucket/name': the server answered 403";
  await expect(storage.stat("name", {})).rejects.toMatchObject({ code: "STORAGE_DENIED", message });
  await storage.close();
});

/** A server that refuses everything, and says why where an answer has a body. */
async function refusing(status: number, code: string): Promise<WebServer> {
  const server = await startWebServer();
  const words = `<Error><Code>${code}</Code><Message>In words.</Message></Error>`;
  server.intercept = ({ method }, response) =>
    response.writeHead(status).end(method === "HEAD" ? undefined : words) !== undefined;
  return server;
}

function open({ url }: WebServer): ReturnType<typeof openS3Storage> {
  const options = { endpointurl: url, access_key_id: "any", secret_access_key: "any" };
  return openS3Storage({ url: "s3://bucket", options: new Map(Object.entries(options)), env: {} });
}
