import { type Html, html } from "../html.ts";
import type { Page } from "../send-page.ts";
import type { ApiContent, ApiDocument, ApiOperation, ApiParameter } from "./api-document.ts";
import { curlExample } from "./curl-example.ts";
import { limitsText, schemaText } from "./schema-text.ts";

/** One operation with its place. */
interface Placed extends ApiOperation {
  readonly method: string;
  readonly path: string;
  /** Of its heading. */
  readonly id: string;
}

/** Makes the page on which people read the API: operations by tag, each with its parameters, bodies and a call by curl. */
export function apiPage(document: ApiDocument): Page {
  const byTag = Map.groupBy(operationsOf(document), ({ tags = [] }) => tags[0] ?? "other");
  const meanings = new Map(document.tags?.map(({ name, description }) => [name, description]));
  const tags = [...byTag].sort(([one], [other]) => (one < other ? -1 : 1));
  const body = html`<h1>${document.info.title}: HTTP API</h1>
<p>${document.info.description} For programs: <a href="/api/v1/openapi.json">the OpenAPI document</a>.</p>
<p>A token signs in: as bearer, as the password of basic sign-in, or in the header <code>X-Lode-Token</code>. Lists come in pages:
<code>next</code> of one is <code>after</code> of the following. Errors are <code>{"error": {"code", "message", "hint", "details", "request_id"}}</code>.
The examples need two variables:</p>
<pre>SERVER=http://127.0.0.1:5633 TOKEN=lode_…</pre>
<nav>${tags.map(([tag, operations]) => html`<h4>${tag}</h4><ul>${operations.map(link)}</ul>`)}</nav>
<main>${tags.map(([tag, operations]) => html`<h2 id="${tag}">${tag}</h2><p>${meanings.get(tag)}</p>${operations.map(section)}`)}</main>`;
  return { title: `${document.info.title}: HTTP API`, body };
}

function operationsOf({ paths }: ApiDocument): readonly Placed[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const id = `${method}${path.replace("/api/v1", "").replaceAll(/[^a-z0-9]+/g, "-")}`.replace(/-$/, "");
      return { ...operation, method, path, id };
    }),
  );
}

function link({ id, method, path }: Placed): Html {
  return html`<li><a href="#${id}"><code>${method.toUpperCase()} ${path.replace("/api/v1", "")}</code></a></li>`;
}

function section(operation: Placed): Html {
  const { id, method, path, summary, description, parameters = [], requestBody, responses } = operation;
  // Errors are told of at the head of the page.
  const answers = Object.entries(responses).filter(([status]) => status !== "default");
  const sentences = [summary, description].filter((text) => text !== undefined).join(". ");
  return html`<section>
<h3 id="${id}"><a href="#${id}"><code>${method.toUpperCase()} ${path}</code></a></h3>
${sentences === "" ? undefined : html`<p>${sentences}</p>`}
${parameters.length > 0 ? html`<table><tr><th>parameter</th><th>in</th><th>type</th><th></th></tr>${parameters.map(row)}</table>` : undefined}
${requestBody && content("Body", requestBody.content)}
${answers.map(([status, answer]) => content(`${status}: ${answer.description}`, answer.content))}
<pre>${curlExample(method, path, operation)}</pre>
</section>`;
}

function row({ name, in: place, required, description = "", schema }: ApiParameter): Html {
  const limits = limitsText(schema);
  return html`<tr><td><code>${name}</code>${required ? undefined : html` <span class="faint">optional</span>`}</td>
<td>${place}</td><td><code>${schemaText(schema)}</code></td>
<td>${description || schema.description} <span class="faint">${limits}</span></td></tr>`;
}

function content(title: string, bodies: ApiContent | undefined): Html {
  const schemas = Object.values(bodies ?? {}).flatMap(({ schema }) => (schema === undefined ? [] : [schema]));
  return html`<p>${title}</p>${schemas.map((schema) => html`<pre>${schemaText(schema)}</pre>`)}`;
}
