import { expect, test } from "vitest";
import { decodeConfig } from "../formats/config/parse-config.ts";
import { refuseForeignOptions } from "./refuse-foreign-options.ts";

const URL = "https://example.com/repo";

function refuse(text: string): void {
  refuseForeignOptions(decodeConfig(Buffer.from(text), ".dvc/config"), URL);
}

test("refuseForeignOptions() refuses commands, and credentials for a server that the repository names", () => {
  const command = '[remote "a"]\n    url = webdavs://h/p\n    bearer_token_command = touch evil\n';
  expect(() => refuse(command)).toThrow(/remote 'a' has the option `bearer_token_command`, which runs a command/);
  const file =
    '[remote "b"]\n    url = gs://b\n    credentialpath = /home/me/key.json\n    endpointurl = https://evil\n';
  expect(() => refuse(file)).toThrow(/remote 'b' has the option `credentialpath`/);
});

test("refuseForeignOptions() lets everything else pass", () => {
  refuse('[core]\n    remote = a\n[remote "a"]\n    url = s3://b\n    endpointurl = https://minio\n    profile = p\n');
  refuse('[remote "b"]\n    url = gs://b\n    credentialpath = /shared/key.json\n');
});
