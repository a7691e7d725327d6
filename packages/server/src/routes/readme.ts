import { posix } from "node:path";
import { LodeError } from "@lode/core";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Wanted } from "../accounts/access.ts";
import { CommitTexts } from "../catalogue/commit-texts.ts";
import type { Readme } from "../catalogue/find-readme.ts";
import { openRepository, type RepositoryName } from "../catalogue/repositories.ts";
import { Nullable, RepositoryParams, Rev } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import { mayBeKept } from "../http/conditional-reads.ts";
import { LicenseBody, licenseBody } from "../http/dataset-schemas.ts";
import type { Registry } from "../http/registry.ts";

const reading: Wanted = { action: "read", needed: "reader" };
const base = "/api/v1/repositories/:namespace/:name";
const tags = ["repositories"];

const readmeSchema = {
  tags,
  summary: "The README of a repository, or the one beside a dataset",
  params: RepositoryParams,
  querystring: Type.Object({
    rev: Type.Optional(Rev),
    path: Type.Optional(Type.String({ minLength: 1, maxLength: 4096, description: "Of the dataset" })),
  }),
  response: {
    200: Type.Object({
      commit: Type.String(),
      path: Type.String(),
      media_type: Type.String(),
      size_bytes: Type.Number({ description: "Of the file" }),
      is_cut: Type.Boolean({ description: "Whether text is only the first 64 KiB of it" }),
      text: Type.String(),
    }),
  },
};
const licenseSchema = {
  tags,
  summary: "The license of a repository, as a text in its root says",
  params: RepositoryParams,
  querystring: Type.Object({ rev: Type.Optional(Rev) }),
  response: { 200: Type.Object({ commit: Type.String(), license: Nullable(LicenseBody) }) },
};

/** The texts by which a repository explains itself. */
export function readmeRoutes(app: App, registry: Registry): void {
  const { database, git, snapshots } = registry;
  const texts = new CommitTexts(git);
  const open = (request: FastifyRequest, params: RepositoryName) =>
    openRepository(database, { ...params, caller: callerOf(request) }, reading);

  app.get(`${base}/readme`, { schema: readmeSchema }, async (request, reply) => {
    mayBeKept(reply);
    const { rev, path } = request.query;
    const repository = await open(request, request.params);
    const commit = await snapshots.commitOf(repository, rev);
    const folder = path === undefined ? "" : folderOf(path);
    const readme = await texts.readme({ repositoryId: repository.id, commit }, folder);
    if (readme === undefined) throw noReadme(repository.fullName, folder, commit);
    return { commit, ...readmeBody(readme) };
  });

  app.get(`${base}/license`, { schema: licenseSchema }, async (request, reply) => {
    mayBeKept(reply);
    const repository = await open(request, request.params);
    const commit = await snapshots.commitOf(repository, request.query.rev);
    const license = await texts.license({ repositoryId: repository.id, commit });
    return { commit, license: license === undefined ? null : licenseBody(license) };
  });
}

function folderOf(path: string): string {
  const folder = posix.dirname(posix.normalize(path));
  return folder === "." ? "" : folder;
}

function readmeBody({ path, mediaType, sizeBytes, isCut, text }: Readme) {
  return { path, media_type: mediaType, size_bytes: sizeBytes, is_cut: isCut, text };
}

function noReadme(repository: string, folder: string, commit: string): LodeError {
  const where = folder === "" ? `'${repository}'` : `'${folder}' of '${repository}'`;
  return new LodeError("PATH_NOT_FOUND", `Cannot find a README in ${where}`, { details: { folder, commit } });
}
