import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../../../packages/core/src/fs/testing/temp-folder.ts";
import { makeCertificates } from "../../../../tests/servers/certificates.ts";
import { buildApp } from "./build-app.ts";
import { readTls, renewTls } from "./tls-files.ts";

test("a renewed certificate is shown without a restart, and one that cannot be used is not", async () => {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const { path } = folder;
  const { clientCert, clientKey, serverCert, serverKey } = makeCertificates(path);
  const files = { tlsCertificate: join(path, "shown.pem"), tlsKey: join(path, "shown.key") };
  const put = (cert: string, key: string): void => {
    copyFileSync(cert, files.tlsCertificate);
    copyFileSync(key, files.tlsKey);
  };
  put(serverCert, serverKey);
  const limits = { connectionsMax: 10, trustedProxies: "", idleTimeoutS: 60, uploadMinBytesPerSecond: 0 };
  const app = await buildApp({ log: pino({ level: "silent" }) }, { ...limits, tls: readTls(files) });
  const url = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
  using renewal = renewTls(app, files);
  const shown = (): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ host: url.hostname, port: Number(url.port), rejectUnauthorized: false }, () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      });
    });
  expect(await shown()).toBe("server");
  put(clientCert, serverKey);
  renewal.look();
  expect(await shown()).toBe("server");
  put(clientCert, clientKey);
  renewal.look();
  expect(await shown()).toBe("client");
  await app.close();
});
