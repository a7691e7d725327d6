import { basename, join } from "node:path";
import { envCommand } from "../../scripts/test-env.ts";
import { makeLargeFiles } from "../data/large-files.ts";
import { makeSmallFiles, SMALL_BYTES } from "../data/small-files.ts";
import { initProject } from "../project.ts";
import { s3Server } from "../s3-server.ts";
import type { Place, PlainCommand, Step, Suite } from "../suite.ts";

const steps: readonly Step[] = [
  { name: "push", args: ["push", "-q"], plain: (place) => s5cmd(["data/", `${urlOf(place)}/plain/`]) },
  { name: "push again", args: ["push", "-q"] },
  {
    name: "fetch",
    args: ["fetch", "-q"],
    prepare: (place) => place.setAside("project/.dvc/cache"),
    plain: (place) => s5cmd([`${urlOf(place)}/plain/*`, `${join(place.dir, `down-${Date.now()}`)}/`]),
  },
  { name: "fetch again", args: ["fetch", "-q"] },
];

/** Many small files on an S3 server of this machine. */
export function manyToS3(name: string, count: number): Suite {
  return {
    name,
    data: `${count.toLocaleString("en")} files of ${SMALL_BYTES} bytes, an S3 server on the same machine`,
    repeats: 3,
    setUp: (place) => setUp(place, (dir) => makeSmallFiles(dir, count)),
    steps,
  };
}

/** One large file on an S3 server of this machine. */
export function largeToS3(name: string, sizeBytes: number): Suite {
  return {
    name,
    data: `one file of ${(sizeBytes / 1e9).toLocaleString("en")} GB, an S3 server on the same machine`,
    repeats: 1,
    setUp: (place) => setUp(place, (dir) => makeLargeFiles(dir, { count: 1, sizeBytes })),
    steps,
  };
}

function setUp(place: Place, makeData: (dir: string) => void): void {
  initProject(place);
  const { url, accessKey, secretKey } = s3Server();
  place.runTool(["remote", "add", "-q", "-d", "-f", "store", `${urlOf(place)}/store`]);
  const options = { endpointurl: url, access_key_id: accessKey, secret_access_key: secretKey, region: "us-east-1" };
  for (const [name, value] of Object.entries(options)) {
    place.runTool(["remote", "modify", "-q", "--local", "store", name, value]);
  }
  place.runTool(["config", "cache.type", "hardlink,copy"]);
  makeData(join(place.project, "data"));
  place.runTool(["add", "-q", "data"]);
}

/** Of this process, too: a server of the environment may hold what an earlier one has sent. */
function urlOf({ dir }: Place): string {
  return `s3://bench/${process.pid}-${basename(dir)}`;
}

function s5cmd(args: readonly string[]): PlainCommand {
  const { url, accessKey, secretKey } = s3Server();
  const keys = [`AWS_ACCESS_KEY_ID=${accessKey}`, `AWS_SECRET_ACCESS_KEY=${secretKey}`, "AWS_REGION=us-east-1"];
  const copy = [envCommand("s5cmd"), "--endpoint-url", url, "--log", "error", "cp", ...args];
  return { name: "s5cmd cp", argv: ["env", ...keys, ...copy] };
}
