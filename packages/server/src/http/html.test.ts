import { expect, test } from "vitest";
import { html } from "./html.ts";

test("html() escapes what is put into it, unless it is HTML", () => {
  const items = ["<b>", `"&'`].map((text) => html`<li>${text}</li>`);
  expect(html`<ul title="${'"x'}">${items}${undefined}${1}</ul>`.html).toBe(
    '<ul title="&#34;x"><li>&#60;b&#62;</li><li>&#34;&#38;&#39;</li>1</ul>',
  );
});
