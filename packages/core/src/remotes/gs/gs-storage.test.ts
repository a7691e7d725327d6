import { expect, test } from "vitest";
import { startWebServer } from "../testing/web-server.ts";
import { openGsStorage } from "./gs-storage.ts";

test.each(["<html></html>", "", "null", "7"])("openGsStorage() refuses a server whose answer is %j", async (body) => {
  await using server = await startWebServer();
  server.intercept = (_, response) => {
    response.end(body);
    return true;
  };
  const storage = openGsStorage({ url: "gs://bucket", options: new Map([["endpointurl", server.url]]), env: {} });
  const refused = { code: "STORAGE_REJECTED", message: expect.stringContaining("the answer is not Google's") };
  await expect(storage.stat("a", {})).rejects.toMatchObject(refused);
  await expect(storage.write("a", { kind: "bytes", bytes: Buffer.from("x") }, {})).rejects.toMatchObject(refused);
  await expect(Array.fromAsync(storage.list?.("", { recursive: true }, {}) ?? [])).rejects.toMatchObject(refused);
  await storage.close();
});
