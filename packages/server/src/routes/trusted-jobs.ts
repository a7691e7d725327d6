import { LodeError } from "@lode/core";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { openRepository, type Repository } from "../catalogue/repositories.ts";
import {
  listTrustedJobs,
  removeTrustedJob,
  setTrustedJob,
  type TrustedJob,
  trustedJobUnknown,
} from "../catalogue/trusted-jobs.ts";
import { bodyOf, Name, Nullable, PageQuery, pageIn, pageOf, RepositoryParams } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Text = Type.String({ minLength: 1, maxLength: 1024 });
const Claims = Type.Record(Text, Type.Union([Text, Type.Number(), Type.Boolean()]), {
  minProperties: 1,
  maxProperties: 32,
});
const JobRole = Type.Enum(["reader", "writer"]);
const NewRule = bodyOf({ issuer: Text, audience: Type.Optional(Text), claims: Claims, role: JobRole });
const Rule = Type.Object({ name: Name, issuer: Text, audience: Nullable(Text), claims: Claims, role: JobRole });
const RuleParams = Type.Intersect([RepositoryParams, Type.Object({ rule: Name })]);
const tags = ["trusted jobs"];

/** `…/trusted-jobs`: which jobs of other services get tokens for a repository; chosen by its administrators. */
export function trustedJobRoutes(app: App, { database, signIn }: Pick<Registry, "database" | "signIn">): void {
  const path = "/api/v1/repositories/:namespace/:name/trusted-jobs";
  const open = (request: FastifyRequest, params: Type.Static<typeof RepositoryParams>): Promise<Repository> => {
    const { namespace, name } = params;
    const wanted = { action: "choose trusted jobs of", needed: "administrator" } as const;
    return openRepository(database, { namespace, name, caller: callerOf(request) }, wanted);
  };

  const listSchema = {
    tags,
    summary: "The rules by which jobs get tokens for a repository",
    params: RepositoryParams,
    querystring: PageQuery,
    response: { 200: pageOf(Rule) },
  };
  app.get(path, { schema: listSchema }, async (request) => {
    const place = await open(request, request.params);
    const rules = await listTrustedJobs(database, place);
    return pageIn(rules, request.query, { item: ruleBody, key: ({ name }) => name });
  });

  const oneSchema = { tags, summary: "One rule", params: RuleParams, response: { 200: Rule } };
  app.get(`${path}/:rule`, { schema: oneSchema }, async (request) => {
    const place = await open(request, request.params);
    const found = (await listTrustedJobs(database, place)).find(({ name }) => name === request.params.rule);
    if (found === undefined) throw trustedJobUnknown(place, request.params.rule);
    return ruleBody(found);
  });

  const setSchema = {
    tags,
    summary: "Trust jobs, in place of what the rule said before",
    params: RuleParams,
    body: NewRule,
    response: { 200: Rule },
  };
  app.put(`${path}/:rule`, { schema: setSchema }, async (request) => {
    const place = await open(request, request.params);
    const { issuer, audience, claims, role } = request.body;
    if (!signIn.jobIssuers.trusts(issuer)) throw issuerUntrusted(issuer);
    const rule = { name: request.params.rule, issuer, audience, claims, role };
    await setTrustedJob(database, { caller: callerOf(request), place }, rule);
    return ruleBody(rule);
  });

  const removeSchema = { tags, summary: "Remove a rule with the tokens that were given by it", params: RuleParams };
  app.delete(`${path}/:rule`, { schema: removeSchema }, async (request, reply) => {
    const place = await open(request, request.params);
    await removeTrustedJob(database, { caller: callerOf(request), place }, request.params.rule);
    return reply.code(204).send();
  });
}

function ruleBody({ name, issuer, audience, claims, role }: TrustedJob) {
  return { name, issuer, audience: audience ?? null, claims: { ...claims }, role };
}

function issuerUntrusted(issuer: string): LodeError {
  return new LodeError("ISSUER_UNTRUSTED", `Cannot trust jobs of '${issuer}': it is none of the server's issuers`, {
    hint: "The owner of the server names them in trusted_job_issuers.",
    details: { issuer },
  });
}
