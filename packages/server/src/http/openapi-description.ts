import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";

/** What the OpenAPI document says beside the routes. */
export const openApiDescription: NonNullable<FastifyDynamicSwaggerOptions["openapi"]> = {
  openapi: "3.1.0",
  info: {
    title: "Lode registry",
    version: "1",
    description: "The catalogue of a registry, its users and their roles.",
  },
  security: [{}, { bearer: [] }, { basic: [] }, { header: [] }],
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer" },
      basic: { type: "http", scheme: "basic", description: "The token is the password." },
      header: { type: "apiKey", in: "header", name: "X-Lode-Token" },
    },
  },
};
