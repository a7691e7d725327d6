import { expect, test } from "vitest";
import type { ApiDocument, ApiOperation } from "./api-document.ts";
import { apiPage } from "./api-page.ts";
import { completeApiDocument } from "./complete-api-document.ts";
import { curlExample } from "./curl-example.ts";
import { schemaText } from "./schema-text.ts";

const body = {
  type: "object",
  required: ["name", "visibility"],
  properties: {
    name: { type: "string" },
    visibility: { enum: ["public", "private"], default: "private" },
    labels: { type: "array", items: { type: "string" }, description: "Words <for> search" },
  },
};
const document: ApiDocument = {
  info: { title: "Registry", description: "What is there." },
  tags: [{ name: "things", description: "All of <them>." }],
  paths: {
    "/api/v1/things/{namespace}": {
      post: {
        tags: ["things"],
        summary: "Make a thing",
        parameters: [
          { name: "namespace", in: "path", required: true, schema: { type: "string" } },
          { name: "limit", in: "query", required: true, schema: { type: "integer", minimum: 1, default: 100 } },
        ],
        requestBody: { content: { "application/json": { schema: body } } },
        responses: { 200: { description: "Default Response" } },
      },
    },
  },
};

function completedOperation(): ApiOperation {
  const [operation] = Object.values(completeApiDocument(document).paths).flatMap((operations) =>
    Object.values(operations),
  );
  if (operation === undefined) throw new Error("no operation");
  return operation;
}

test("completeApiDocument() asks for nothing that has a default, and says how errors and empty answers look", () => {
  const operation = completedOperation();
  expect(operation.parameters?.map(({ required }) => required)).toEqual([true, false]);
  expect(operation.requestBody?.content["application/json"]?.schema?.required).toEqual(["name"]);
  expect(Object.keys(operation.responses)).toEqual(["204", "default"]);
  expect(operation.operationId).toBe("post_things_namespace");
  expect(operation["x-codeSamples"]?.[0]?.source).toMatch(/^curl -X POST /);
});

test("schemaText() writes a schema as people read types", () => {
  expect(schemaText({ anyOf: [body, { type: "null" }] })).toBe(
    '{\n  name: string\n  visibility: "public" | "private"\n  labels?: [string]  # Words <for> search\n} | null',
  );
});

test("curlExample() gives what is asked for, and no more", () => {
  expect(curlExample("post", "/api/v1/things/{namespace}", completedOperation())).toBe(
    [
      'curl -X POST -H "Authorization: Bearer $TOKEN"',
      "-H 'Content-Type: application/json'",
      `-d '{"name":"animals"}'`,
      '"$SERVER/api/v1/things/acme"',
    ].join(" \\\n     "),
  );
});

test("apiPage() shows each operation once, with a link to it, and escapes what the schemas say", () => {
  const { html } = apiPage(completeApiDocument(document)).body;
  expect(html.match(/id="post-things-namespace"/g)).toHaveLength(1);
  expect(html.match(/href="#post-things-namespace"/g)).toHaveLength(2);
  expect(html).toContain("Words &#60;for&#62; search");
  expect(html).toContain("Make a thing");
  expect(html).toContain("<p>All of &#60;them&#62;.</p>");
});
