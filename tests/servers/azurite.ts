import { createHmac } from "node:crypto";
import { join } from "node:path";
import { answers, freePort, type RunningServer, serveUntilInputEnds, startProgram } from "./running-server.ts";

/** The account of the emulator, which is public. */
const ACCOUNT = "devstoreaccount1";
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/**
 * Starts Azurite, Microsoft's emulator of Azure Blob Storage, with one container, in memory; settings: `url` (of the
 * account), `account`, `key`, `container`, `connectionString`.
 */
export async function startAzurite(): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/${ACCOUNT}`;
  const script = join(import.meta.dirname, "../../node_modules/azurite/dist/src/blob/main.js");
  const args = `--blobHost 127.0.0.1 --blobPort ${port} --inMemoryPersistence --silent --disableTelemetry --skipApiVersionCheck`;
  const program = await startProgram({
    command: process.execPath,
    args: [script, ...args.split(" ")],
    isReady: () => answers(url),
  });
  const container = "container-of-the-test";
  await createContainer(url, container);
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${url};`;
  return {
    settings: { url, account: ACCOUNT, key: KEY, container, connectionString },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

async function createContainer(url: string, container: string): Promise<void> {
  const date = new Date().toUTCString();
  const path = `${new URL(url).pathname}/${container}`;
  const head = `x-ms-date:${date}\nx-ms-version:2021-12-02`;
  const text = `PUT\n\n\n\n\n\n\n\n\n\n\n\n${head}\n/${ACCOUNT}${path}\nrestype:container`;
  const signature = createHmac("sha256", Buffer.from(KEY, "base64")).update(text).digest("base64");
  const headers = {
    "x-ms-date": date,
    "x-ms-version": "2021-12-02",
    authorization: `SharedKey ${ACCOUNT}:${signature}`,
  };
  const response = await fetch(`${url}/${container}?restype=container`, { method: "PUT", headers });
  if (response.status !== 201) throw new Error(`no container: ${response.status} ${await response.text()}`);
}

if (import.meta.main) await serveUntilInputEnds(startAzurite);
