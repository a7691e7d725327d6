import type { ApiOperation, ApiSchema } from "./api-document.ts";

/** Values that say more than their type. */
const VALUES: Readonly<Record<string, string>> = {
  namespace: "acme",
  name: "animals",
  user: "ann",
  path: "data/cats-dogs",
  rev: "v1.2",
  from: "v1.1",
  q: "cats",
  project: "https://example.org/team/model",
  commit: "0123456789abcdef0123456789abcdef01234567",
  artifact: "cats",
  group: "curators",
  password: "four words of her own",
  issuer: "https://sso.example.org",
};

/** Writes a call of an operation for a shell; `$SERVER` and `$TOKEN` are the reader's. */
export function curlExample(method: string, path: string, operation: ApiOperation): string {
  const { parameters = [], requestBody } = operation;
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => VALUES[name] ?? name.toUpperCase());
  const query = parameters.flatMap(({ in: place, name, required, schema }) =>
    place === "query" && required ? [`${name}=${encodeURIComponent(String(exampleOf(name, schema)))}`] : [],
  );
  const url = `"$SERVER${filled}${query.length > 0 ? `?${query.join("&")}` : ""}"`;
  const schema = requestBody && Object.values(requestBody.content)[0]?.schema;
  return [
    `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} -H "Authorization: Bearer $TOKEN"`,
    ...(schema === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(exampleOf("", schema))}'`]),
    url,
  ].join(" \\\n     ");
}

/** A value of a schema: of objects the required fields. */
function exampleOf(name: string, schema: ApiSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf?.[0] !== undefined) return exampleOf(name, schema.anyOf[0]);
  switch (schema.type) {
    case "object": {
      const { properties = {}, required = [] } = schema;
      const asked = Object.entries(properties).filter(([key]) => required.includes(key));
      const some = asked.length > 0 ? asked : Object.entries(properties).slice(0, 1);
      return Object.fromEntries(some.map(([key, value]) => [key, exampleOf(key, value)]));
    }
    case "array":
      return schema.items === undefined ? [] : [exampleOf(name, schema.items)];
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    default:
      return VALUES[name] ?? "…";
  }
}
