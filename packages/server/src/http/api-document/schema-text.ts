import type { ApiSchema } from "./api-document.ts";

/** Writes a schema as people read types: `{ items: [string], next: string | null }`, a field a line. */
export function schemaText(schema: ApiSchema, indent = ""): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  if (schema.allOf !== undefined) return schemaText(joined(schema.allOf), indent);
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => schemaText(one, indent)).join(" | ");
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items !== undefined) return `[${schemaText(schema.items, indent)}]`;
  if (schema.properties !== undefined) return objectText(schema.properties, schema.required ?? [], indent);
  return schema.type ?? "any";
}

function objectText(
  properties: Readonly<Record<string, ApiSchema>>,
  required: readonly string[],
  indent: string,
): string {
  const lines = Object.entries(properties).map(([name, schema]) => {
    const note = schema.description === undefined ? "" : `  # ${schema.description}`;
    return `${indent}  ${name}${required.includes(name) ? "" : "?"}: ${schemaText(schema, `${indent}  `)}${note}\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

function joined(schemas: readonly ApiSchema[]): ApiSchema {
  return {
    properties: Object.assign({}, ...schemas.map(({ properties }) => properties)),
    required: schemas.flatMap(({ required = [] }) => required),
  };
}

/** What else holds for a value: its limits and its default. */
export function limitsText(schema: ApiSchema): string {
  const { minimum, maximum, maxLength, maxItems, pattern } = schema;
  const range = minimum !== undefined || maximum !== undefined ? `${minimum ?? ""} to ${maximum ?? ""}` : undefined;
  const parts = [
    range,
    maxLength && `at most ${maxLength} characters`,
    maxItems && `at most ${maxItems} items`,
    pattern,
    schema.default !== undefined && `default: ${JSON.stringify(schema.default)}`,
  ];
  return parts.filter(Boolean).join("; ");
}
