import { expect, test } from "vitest";
import { parseOid } from "../base/oid.ts";
import { LocalRemote } from "./local/local-remote.ts";
import { OfflineRemote } from "./offline-remote.ts";

test("OfflineRemote refuses everything but the address of an object", async () => {
  const remote = new OfflineRemote(new LocalRemote({ name: "store", dir: "/nowhere" }));
  const oid = parseOid("acbd18db4cc2f85cedef654fccc4a4d8");
  if (oid === undefined) throw new Error("not an oid");
  const refusals = [
    remote.findMissing(),
    remote.readObject(),
    remote.openRead(),
    remote.fetchInto(),
    remote.fetchFiles(),
  ];
  for (const refusal of [...refusals, remote.pushFrom(), remote.remove()]) {
    await expect(refusal).rejects.toMatchObject({ code: "OFFLINE", details: { remote: "store" } });
  }
  expect(() => remote.list()).toThrow("this is offline mode");
  expect(remote.objectUrl({ hashName: "md5", oid })).toBe("/nowhere/files/md5/ac/bd18db4cc2f85cedef654fccc4a4d8");
});
