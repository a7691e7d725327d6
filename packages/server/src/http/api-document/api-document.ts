/** What the page and the completion read of the OpenAPI document: the forms that the schemas of routes take. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly description?: string };
  /** What the tags of operations mean. */
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly components?: { readonly schemas?: Readonly<Record<string, ApiSchema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
}

/** One operation of the API. */
export interface ApiOperation {
  /** One name for programs that are made of the document. */
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: { readonly content: ApiContent };
  readonly responses: ApiResponses;
  /** Calls that readers of the document may show, as many tools do. */
  readonly "x-codeSamples"?: readonly { readonly lang: string; readonly source: string }[];
}

/** Answers by their statuses. */
export type ApiResponses = Readonly<Record<string, { readonly description: string; readonly content?: ApiContent }>>;

/** A parameter in the path or the query. */
export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: ApiSchema;
}

/** Bodies by their types. */
export type ApiContent = Readonly<Record<string, { readonly schema?: ApiSchema }>>;

/** A JSON schema. */
export interface ApiSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: ApiSchema;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly ApiSchema[];
  readonly allOf?: readonly ApiSchema[];
  readonly $ref?: string;
}
