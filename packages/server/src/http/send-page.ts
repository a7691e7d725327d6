import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import { type Html, html } from "./html.ts";

/** A page of the server. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Whether the answer to its form sends the browser on to another server; browsers apply `form-action` to that, too. */
  readonly formLeadsOn?: true;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --faint: #888 }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem 1.5rem 4rem }
h1 { font-size: 1.6rem } h2 { border-bottom: 1px solid var(--line); margin-top: 3rem } h3 { font-size: 1rem; margin-top: 2rem }
code, pre { font: 14px/1.5 ui-monospace, monospace } pre { background: var(--soft); border-radius: 6px; overflow: auto; padding: .75rem 1rem }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
nav ul { columns: 2; list-style: none; padding: 0 } nav a, h3 a { color: inherit; text-decoration: none } a:hover { text-decoration: underline }
.faint { color: var(--faint) } .code { font-size: 1.6rem } summary { cursor: pointer }
`;

/** No scripts, nothing from elsewhere, no frame around it; the style is this one. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Sends a page that works without scripts and without any other server. */
export function sendPage(reply: FastifyReply, { title, body, formLeadsOn }: Page): FastifyReply {
  const policy = formLeadsOn === true ? POLICY : `${POLICY}; form-action 'self'`;
  reply.header("content-security-policy", policy).header("referrer-policy", "no-referrer");
  const { html: text } = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${{ html: STYLE }}</style></head>
<body>${body}</body>
</html>
`;
  return reply.type("text/html; charset=utf-8").send(text);
}
