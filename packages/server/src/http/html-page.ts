import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";

/** A small page. Texts become HTML by `html`, so that nothing that somebody gave can be markup. */
export interface Page {
  readonly title: string;
  readonly body: Html;
}

/** Text that is markup. */
export interface Html {
  readonly markup: string;
}

/** A template whose values are texts, unless they are Html. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const inserted = values.map((value) => (typeof value === "string" ? escapeHtml(value) : value.markup));
  return { markup: parts.map((part, index) => part + (inserted[index] ?? "")).join("") };
}

const STYLE = "body{font:1.1em/1.5 sans-serif;max-width:34em;margin:3em auto;padding:0 1em}code{font-size:1.6em}";
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

// No script, no frame, nothing from anywhere else. Without form-action: browsers apply it to where a form's answer leads,
// and that is whatever the provider sends the browser on to.
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`;

/** Answers with a page that no script runs in and that no other site can frame. */
export function sendPage(reply: FastifyReply, { title, body }: Page): FastifyReply {
  const page = html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${{ markup: STYLE }}</style><h1>${title}</h1>
${body}</html>
`;
  return reply
    .header("content-type", "text/html; charset=utf-8")
    .header("content-security-policy", POLICY)
    .header("referrer-policy", "no-referrer")
    .send(page.markup);
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
