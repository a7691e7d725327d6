import { expect, test, vi } from "vitest";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { hashFiles } from "../hash-files.ts";
import { oidOf } from "../testing/store-fixture.ts";
import { workerPool } from "./worker-threads.ts";

const LARGE = "x".repeat(3 << 20);

test("runItems() with one thread does many small files in the calling one", async () => {
  using folder = makeTempFolder();
  using jobs = vi.spyOn(workerPool(), "run");
  const paths = Array.from({ length: 900 }, (_, i) => folder.write(`${i}`, `${i}`));
  const { oids } = await hashFiles(paths, { threads: 1 });
  expect(oids).toEqual(paths.map((_, i) => oidOf(`${i}`)));
  expect(jobs).not.toHaveBeenCalled();
});

test("runItems() shares many small files between the calling thread and another", async () => {
  using folder = makeTempFolder();
  using jobs = vi.spyOn(workerPool(), "run");
  const paths = Array.from({ length: 3000 }, (_, i) => folder.write(`${i}`, `${i}`));
  const { oids } = await hashFiles(paths, { threads: 2 });
  expect(oids).toEqual(paths.map((_, i) => oidOf(`${i}`)));
  const sent = jobs.mock.calls.flatMap(([{ job }]) => (job.kind === "hash" ? job.items : []));
  expect(sent.length).toBeGreaterThan(0);
  expect(new Set(sent).size).toBeLessThan(paths.length);
});

test("runItems() leaves the calling thread out from the first file on that is not small", async () => {
  using folder = makeTempFolder();
  using jobs = vi.spyOn(workerPool(), "run");
  const contents = Array.from({ length: 400 }, (_, i) => (i === 100 ? LARGE : `${i}`));
  const paths = contents.map((content, i) => folder.write(`${i}`, content));
  const { oids } = await hashFiles(paths, { threads: 1 });
  expect(oids).toEqual(contents.map((content) => oidOf(content)));
  const sent = jobs.mock.calls.flatMap(([{ job }]) => (job.kind === "hash" ? job.items : []));
  expect(sent[0]).toBe(paths[100]);
});

test("runItems() leaves files to the threads that they hash several of at once", async () => {
  using folder = makeTempFolder();
  using jobs = vi.spyOn(workerPool(), "run");
  const contents = Array.from({ length: 300 }, (_, i) => `${i}`.repeat(40_000));
  const paths = contents.map((content, i) => folder.write(`${i}`, content));
  const { oids } = await hashFiles(paths, { threads: 1 });
  expect(oids).toEqual(contents.map((content) => oidOf(content)));
  expect(jobs).toHaveBeenCalled();
});
