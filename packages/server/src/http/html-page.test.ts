import { expect, test } from "vitest";
import { html } from "./html-page.ts";

test("html`` makes text of what somebody gave, and keeps markup of its own", () => {
  const given = `<script>"&'</script>`;
  expect(html`<p title="${given}">${html`<b>${given}</b>`}</p>`.markup).toBe(
    `<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;"><b>&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</b></p>`,
  );
});
