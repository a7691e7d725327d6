import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";

/** What the OpenAPI document says beside the routes. */
export const openApiDescription: NonNullable<FastifyDynamicSwaggerOptions["openapi"]> = {
  openapi: "3.1.0",
  info: {
    title: "Lode registry",
    version: "1",
    description: "The catalogue of a registry, its users and their roles.",
  },
  tags: [
    { name: "repositories", description: "Repositories, and the texts by which they explain themselves." },
    { name: "references", description: "Branches and tags." },
    {
      name: "datasets",
      description: "What commits record: outputs of `.dvc` files and pipelines, their files and versions.",
    },
    { name: "artifacts", description: "What `dvc.yaml` files declare, with the versions and stages of tags." },
    { name: "search", description: "Words in names, descriptions and READMEs." },
    { name: "imports", description: "Which projects import data of a repository." },
    { name: "mirrors", description: "Repositories that follow one of another Git host." },
    { name: "namespaces", description: "What repositories of one owner are below." },
    { name: "members", description: "Roles of users and groups in namespaces and repositories." },
    { name: "trusted jobs", description: "CI jobs that get tokens without secrets." },
    { name: "sign-in", description: "Ways to get a token." },
    { name: "tokens", description: "What signs requests." },
    { name: "users", description: "Users, their passwords, and who they are at other services." },
    { name: "groups", description: "Users who have roles together." },
    { name: "audit", description: "What was done, and what was refused." },
  ],
  security: [{}, { bearer: [] }, { basic: [] }, { header: [] }],
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer" },
      basic: { type: "http", scheme: "basic", description: "The token is the password." },
      header: { type: "apiKey", in: "header", name: "X-Lode-Token" },
    },
  },
};
