import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { LodeError } from "@lode/core";
import Fastify from "fastify";
import type { App } from "./app.ts";
import { conditionalReads } from "./conditional-reads.ts";
import { noteMethods } from "./known-methods.ts";
import { compileRest, lateCompilers } from "./late-compilers.ts";
import { openApiDescription } from "./openapi-description.ts";
import { refuseBrokenRequest } from "./refuse-broken-request.ts";
import type { Registry } from "./registry.ts";
import { replyWithError } from "./reply-with-error.ts";
import { requestId } from "./request-id.ts";
import type { TlsIdentity } from "./tls-files.ts";
import { type PaceLimits, watchPace } from "./watch-pace.ts";

/** Limits of what clients may do to connections, and whom to believe. */
export interface AppLimits extends PaceLimits {
  /** How many connections there are at once; those beyond are closed when they are made. */
  readonly connectionsMax: number;
  /** Whose word counts about where a request comes from: addresses and networks, separated by commas. */
  readonly trustedProxies: string;
  /** Undefined: plain HTTP. */
  readonly tls: TlsIdentity | undefined;
}

/** The largest body of a request of the API. Objects and Git's packs are streams and not bound by it. */
const BODY_MAX_BYTES = 1024 * 1024;
const HEADERS_TIMEOUT_MS = 20_000;

/** Makes the web server without routes: ids of requests, logs, limits, errors. */
export async function buildApp({ log }: Pick<Registry, "log">, limits: AppLimits): Promise<App> {
  const compilers = lateCompilers();
  const app = Fastify({
    loggerInstance: log,
    genReqId: requestId,
    bodyLimit: BODY_MAX_BYTES,
    trustProxy: limits.trustedProxies === "" ? false : limits.trustedProxies.split(","),
    // A field that is not in the schema is a mistake of the client's, to be told and not dropped.
    ajv: { customOptions: { removeAdditional: false } },
    schemaController: { compilersFactory: compilers },
    connectionTimeout: limits.idleTimeoutS * 1000,
    // Of a whole request, an upload of hours included; a client that sends nothing is closed as idle.
    requestTimeout: 0,
    // An address that cannot be decoded; no hook has run.
    frameworkErrors: (error, request, reply) =>
      replyWithError(error, request, reply.header("x-request-id", request.id)),
    forceCloseConnections: "idle",
    ...transportOf(limits.tls),
    clientErrorHandler: refuseBrokenRequest,
    routerOptions: { maxParamLength: 4096 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Before the routes, of which they take note as they are added.
  const methodsAt = noteMethods(app);
  await app.register(swagger, { openapi: openApiDescription });
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id);
    void reply.header("x-content-type-options", "nosniff");
    // Proxies do not know the header of tokens; what may be kept says so itself.
    void reply.header("cache-control", "no-store");
  });
  const closing = new AbortController();
  app.addHook("onListen", async () => void compileRest(compilers, closing.signal));
  app.addHook("onClose", async () => closing.abort());
  conditionalReads(app);
  app.server.maxConnections = limits.connectionsMax;
  watchPace(app, limits);
  app.setErrorHandler(replyWithError);
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const methods = methodsAt(path);
    if (methods.length > 0) void reply.header("allow", methods.join(", "));
    replyWithError(
      methods.length > 0 ? methodUnknown(request.method, methods) : unknownRoute(request.method),
      request,
      reply,
    );
  });
  return app;
}

/** TLS 1.2 and 1.3; the parts that end older versions are Node's own. */
function transportOf(tls: TlsIdentity | undefined): { readonly http: { readonly headersTimeout: number } } {
  const limits = { headersTimeout: HEADERS_TIMEOUT_MS };
  const secure = tls && { https: { ...tls, minVersion: "TLSv1.2", ...limits } };
  return { http: limits, ...secure };
}

function unknownRoute(method: string): LodeError {
  return new LodeError("ROUTE_UNKNOWN", `Cannot answer ${method}: there is nothing at this address`, {
    hint: "See the addresses of the API at /docs.",
  });
}

function methodUnknown(method: string, methods: readonly string[]): LodeError {
  return new LodeError("METHOD_UNKNOWN", `Cannot answer ${method}: this address takes ${methods.join(", ")}`, {
    details: { methods },
  });
}
