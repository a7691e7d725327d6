import { chmodSync, writeFileSync } from "node:fs";
import { objectKey } from "../object-key.ts";
import { testRemoteContract } from "../testing/remote-contract.ts";
import { LocalRemote } from "./local-remote.ts";

testRemoteContract("local", { lists: true }, async (folder) => {
  const dir = `${folder.path}/remote`;
  return {
    remote: new LocalRemote({ name: "store", dir }),
    damage: async (oid, bytes) => {
      const path = `${dir}/${objectKey({ hashName: "md5", oid })}`;
      chmodSync(path, 0o644);
      writeFileSync(path, bytes);
      chmodSync(path, 0o444);
    },
  };
});
