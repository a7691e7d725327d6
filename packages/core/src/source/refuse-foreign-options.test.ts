import { expect, test } from "vitest";
import { decodeConfig } from "../formats/config/parse-config.ts";
import { refuseForeignOptions, refuseForeignRemote } from "./refuse-foreign-options.ts";

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

test("refuseForeignOptions() lets pass what the user says in place of it, of that remote and option", () => {
  const config = decodeConfig(Buffer.from('[remote "a"]\n    bearer_token_command = touch evil\n'), "config");
  const own = (text: string) => [decodeConfig(Buffer.from(text), "own")];
  refuseForeignOptions(config, URL, own('[remote "a"]\n    bearer_token_command = my-command\n'));
  for (const other of ['[remote "b"]\n    bearer_token_command = x\n', '[remote "a"]\n    token = x\n']) {
    expect(() => refuseForeignOptions(config, URL, own(other))).toThrow(/bearer_token_command/);
  }
  const file = decodeConfig(Buffer.from('[remote "b"]\n    credentialpath = k\n    endpointurl = e\n'), "config");
  for (const option of ["credentialpath", "endpointurl"]) {
    refuseForeignOptions(file, URL, own(`[remote "b"]\n    ${option} = mine\n`));
  }
});

test("refuseForeignRemote() refuses such options in the metadata of a source", () => {
  expect(() => refuseForeignRemote({ Bearer_Token_Command: "x" }, "r", URL)).toThrow(/runs a command/);
  expect(() => refuseForeignRemote({ credentialpath: "k", endpointurl: "e" }, "r", URL)).toThrow(/credentialpath/);
  refuseForeignRemote({ endpointurl: "e", profile: "p" }, "r", URL);
});

test("refuseForeignOptions() lets everything else pass", () => {
  refuse('[core]\n    remote = a\n[remote "a"]\n    url = s3://b\n    endpointurl = https://minio\n    profile = p\n');
  refuse('[remote "b"]\n    url = gs://b\n    credentialpath = /shared/key.json\n');
});
