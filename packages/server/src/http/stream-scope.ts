import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { App } from "./app.ts";

/** Adds routes whose handlers read the body of the request themselves by requestBody, as a stream of any type and size. */
export function streamScope(app: App, add: (scope: App) => void): void {
  void app.register(async (plain) => {
    const scope = plain.withTypeProvider<TypeBoxTypeProvider>();
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    add(scope);
  });
}
