import { onTestFinished } from "vitest";
import { startWebServer } from "../../../packages/core/src/remotes/testing/web-server.ts";
import { testInterchange } from "./interchange.ts";

testInterchange(
  "http",
  async () => {
    const web = await startWebServer();
    onTestFinished(() => web[Symbol.asyncDispose]());
    return {
      url: `${web.url}/store`,
      options: { method: "PUT" },
      put: (path, content) => void web.files.set(`/store/${path}`, Buffer.from(content)),
    };
  },
  { list: false },
);
