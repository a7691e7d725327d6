import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Files in PEM, by their absolute paths: of an authority, and of a server at 127.0.0.1 and a client that it vouches for. */
export interface Certificates {
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

/** Makes certificates that are good for two days, in a folder. */
export function makeCertificates(dir: string): Certificates {
  const at = (name: string): string => join(dir, name);
  const openssl = (line: string): void => void execFileSync("openssl", line.split(" "), { cwd: dir, stdio: "pipe" });
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -days 2 -subj /CN=authority`);
  for (const [name, extension] of [
    ["server", "subjectAltName=IP:127.0.0.1"],
    ["client", "extendedKeyUsage=clientAuth"],
  ] as const) {
    const signed = `-CA ca.pem -CAkey ca.key -addext ${extension}`;
    openssl(`req -x509 ${signed} ${key} -keyout ${name}.key -out ${name}.pem -days 2 -subj /CN=${name}`);
  }
  return {
    ca: at("ca.pem"),
    serverCert: at("server.pem"),
    serverKey: at("server.key"),
    clientCert: at("client.pem"),
    clientKey: at("client.key"),
  };
}
