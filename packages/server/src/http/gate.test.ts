import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Gate } from "./gate.ts";

test("Gate refuses what is too much, and gets each place back, of answers that were gone before, too", async () => {
  const gate = new Gate(1);
  const gone = new PassThrough().destroy();
  await once(gone, "close");
  gate.enter(gone);
  const answer = new PassThrough();
  gate.enter(answer);
  expect(() => gate.enter(new PassThrough())).toThrow(expect.objectContaining({ code: "SERVER_BUSY" }));
  await once(answer.destroy(), "close");
  gate.enter(new PassThrough());
});
