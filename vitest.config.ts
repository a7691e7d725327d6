import { defineConfig } from "vitest/config";

// Not `import`: Node's own `require` would take it too, and be given modules.
const resolve = { conditions: ["source", "node", "default"] };

/** The tests of the server that also run with PostgreSQL and S3. */
const scaled = [
  "access",
  "access-matrix",
  "batch",
  "catalogue",
  "commits",
  "datasets",
  "dvc-remote",
  "git",
  "groups",
  "push-check",
  "uploads",
];

export default defineConfig({
  ssr: { resolve },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: { name: "cli", include: ["tests/cli/**/*.test.ts"], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "faults", include: ["tests/faults/**/*.test.ts"], testTimeout: 300_000 },
      },
      {
        extends: true,
        test: {
          name: "server",
          include: ["tests/server/**/*.test.ts", "tests/compat/server/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "server-scaled",
          include: [...scaled.map((name) => `tests/server/${name}.test.ts`), "tests/compat/server/**/*.test.ts"],
          globalSetup: "tests/server/scaled-set-up.ts",
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "remotes",
          include: ["tests/remotes/**/*.test.ts", "tests/compat/remotes/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
