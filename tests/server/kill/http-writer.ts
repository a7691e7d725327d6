import { setTimeout as pause } from "node:timers/promises";
import { apiClient, must } from "../api-client.ts";
import { keyOf, oidOf } from "../published-data.ts";
import type { MortalServer } from "./mortal-server.ts";

/** What the server has said that it has stored, by repository, and that it has removed. */
export class Acknowledged {
  /** Ids of objects by the name of the repository. */
  readonly stored = new Map<string, Set<string>>();
  /** Of the repository `git`. */
  readonly branches = new Set<string>();
  /** How often the server has said anything of it. */
  count = 0;
  /** Names of repositories. */
  readonly removed = new Set<string>();

  /** Those of one repository, to add to. */
  in(repository: string): Set<string> {
    const known = this.stored.get(repository) ?? new Set();
    this.stored.set(repository, known);
    return known;
  }
}

/** A client that goes on until it is told to end. */
export interface Client {
  readonly server: MortalServer;
  readonly acknowledged: Acknowledged;
  readonly ending: AbortSignal;
}

/** Stores datasets over and over, each way of upload in turn: one by one, as a stream, and their manifest. */
export async function writeObjects({ server, acknowledged, ending }: Client, name: string): Promise<void> {
  const base = `${server.url}/acme/http/dvc`;
  const headers = { "x-lode-token": server.token };
  const stored = acknowledged.in("http");
  const send = (path: string, body: string, oids: readonly string[]) =>
    server.survives(async () => {
      const answer = await fetch(`${base}/${path}`, { method: "POST", body, headers });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${answer.status}: ${text}`);
      for (const oid of oids) stored.add(oid);
      acknowledged.count += 1;
    });
  for (let round = 0; !ending.aborted; round += 1) {
    const members = Array.from({ length: 40 }, (_, i) => `${name} ${round} ${i}`);
    const [single = "", ...many] = members;
    const frames = many.map((content) => `${oidOf(content)} ${content.length}\n${content}`).join("");
    const manifest = `[${members.map((content, i) => `{"md5": "${oidOf(content)}", "relpath": "${i}"}`).join(", ")}]`;
    const oid = `${oidOf(manifest)}.dir`;
    const isDone =
      (await send(keyOf(oidOf(single)), single, [oidOf(single)])) &&
      (await send("batch/upload", frames, many.map(oidOf))) &&
      (await send(keyOf(oid), manifest, [oid]));
    await pause(isDone ? 10 : 50);
  }
}

/** Makes a repository, stores something in it and removes it, over and over; every third one stays. */
export async function makeAndRemove({ server, acknowledged, ending }: Client): Promise<void> {
  const admin = apiClient(server, server.token);
  const headers = { "x-lode-token": server.token };
  for (let round = 0; !ending.aborted; round += 1) {
    const name = `short-${round}`;
    const isMade = await server.survives(() => must(admin("POST", "/repositories", { namespace: "acme", name })));
    const isStored =
      isMade &&
      (await server.survives(async () => {
        const url = `${server.url}/acme/${name}/dvc/${keyOf(oidOf(name))}`;
        const answer = await fetch(url, { method: "PUT", body: name, headers });
        if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      }));
    if (isStored && round % 3 === 0) acknowledged.in(name).add(oidOf(name));
    else if (isMade) {
      const isRemoved = await server.survives(() => must(admin("DELETE", `/repositories/acme/${name}`)));
      if (isRemoved) acknowledged.removed.add(name);
    }
    await pause(isStored ? 20 : 50);
  }
}
