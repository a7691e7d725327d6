import type { ApiContent, ApiDocument, ApiOperation, ApiResponses, ApiSchema } from "./api-document.ts";
import { curlExample } from "./curl-example.ts";

const STATUS_TEXT: Readonly<Record<string, string>> = {
  200: "The answer",
  201: "Made",
  202: "Not done yet",
  204: "Done; there is no body",
};

const Nullable: ApiSchema = { anyOf: [{ type: "string" }, { type: "null" }] };

/** What every error looks like; see ErrorBody. */
const ErrorSchema: ApiSchema = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "hint", "details", "request_id"],
      properties: {
        code: { type: "string", description: "As docs/errors.md has it" },
        message: { type: "string" },
        hint: { ...Nullable, description: "What to do" },
        details: { type: "object" },
        request_id: { type: "string", description: "As the log of the server has it" },
      },
    },
  },
};

/**
 * Says in an OpenAPI document what the schemas of routes do not: what each operation is called and how it is called by curl,
 * that what has a default need not be given, which answers have no body, and what errors look like.
 */
export function completeApiDocument(document: ApiDocument): ApiDocument {
  const paths = mapValues(document.paths, (operations, path) =>
    mapValues(operations, (operation, method) => {
      const complete = completeOperation(operation, method);
      const source = curlExample(method, path, complete);
      return { operationId: operationId(method, path), ...complete, "x-codeSamples": [{ lang: "Shell", source }] };
    }),
  );
  const schemas = { ...document.components?.schemas, Error: ErrorSchema };
  return { ...document, components: { ...document.components, schemas }, paths };
}

/** `get_repositories_namespace_name_datasets`: method and path, which no two operations share. */
function operationId(method: string, path: string): string {
  const words = path.replace(/^\/api\/v1\//, "").match(/[a-z0-9]+/g) ?? [];
  return [method, ...words].join("_");
}

function completeOperation(operation: ApiOperation, method: string): ApiOperation {
  const { parameters, requestBody } = operation;
  return {
    ...operation,
    ...(parameters !== undefined && {
      parameters: parameters.map((one) => ({
        ...one,
        required: one.required === true && one.schema.default === undefined,
      })),
    }),
    ...(requestBody !== undefined && {
      requestBody: { ...requestBody, content: mapValues(requestBody.content, withoutForcedDefaults) },
    }),
    responses: completeResponses(operation.responses, method),
  };
}

function withoutForcedDefaults({ schema, ...rest }: ApiContent[string]): ApiContent[string] {
  return schema === undefined ? rest : { ...rest, schema: optionalDefaults(schema) };
}

function optionalDefaults(schema: ApiSchema): ApiSchema {
  const { properties, required, items } = schema;
  return {
    ...schema,
    ...(items !== undefined && { items: optionalDefaults(items) }),
    ...(properties !== undefined && { properties: mapValues(properties, optionalDefaults) }),
    ...(required !== undefined && { required: required.filter((name) => properties?.[name]?.default === undefined) }),
  };
}

function completeResponses(responses: ApiResponses, method: string): ApiResponses {
  const told = Object.entries(responses).map(([status, answer]): [string, ApiResponses[string]] => {
    const real = status === "200" && method !== "get" && answer.content === undefined ? "204" : status;
    return [real, { ...answer, description: STATUS_TEXT[real] ?? answer.description }];
  });
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  return { ...Object.fromEntries(told), default: { description: "An error", content } };
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Readonly<Record<string, Mapped>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
