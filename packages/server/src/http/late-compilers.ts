import { setImmediate as nextTurn } from "node:timers/promises";
import AjvCompiler from "@fastify/ajv-compiler";
import SerializerSelector from "@fastify/fast-json-stringify-compiler";

/** Compiles the schemas of a web server; the framework's own type for it is not exported. */
interface CompilersFactory {
  readonly buildValidator: AjvCompiler.ValidatorFactory;
  readonly buildSerializer: SerializerSelector.SerializerFactory;
}

/** A compiled schema: whether a value follows it, and what was wrong with the last one that did not. */
type Check = ReturnType<ReturnType<AjvCompiler.ValidatorFactory>>;

/** Compilers, and what they have not compiled yet. */
interface LateCompilers extends CompilersFactory {
  readonly pending: ReadonlySet<() => unknown>;
}

/**
 * Makes compilers that compile the schemas of a route when it is first asked for. All of them together take longer than the rest
 * of the start: 180 of 370 ms (Node 24, 60 routes).
 */
export function lateCompilers(): LateCompilers {
  const pending = new Set<() => unknown>();
  // Each GET has a HEAD with schemas of its own, which few ask for.
  const pendingFor = ({ method }: { readonly method?: string }) =>
    method === "HEAD" ? new Set<() => unknown>() : pending;
  return {
    pending,
    buildValidator(schemas, options) {
      const compile = AjvCompiler()(schemas, options);
      return (route) => lateCheck(late(pendingFor(route), () => compile(route)));
    },
    buildSerializer(schemas, options) {
      const compile = SerializerSelector()(schemas, options);
      return (route) => {
        const print = late(pendingFor(route), () => compile(route));
        return (value) => print()(value);
      };
    },
  };
}

/**
 * Compiles what nobody has asked for yet, a schema in each turn of the event loop, so that neither the start waits for it nor,
 * when many kinds of requests come at once for the first time, each waits for the schemas of all the others.
 */
export async function compileRest({ pending }: LateCompilers, signal: AbortSignal): Promise<void> {
  for (const compile of pending) {
    await nextTurn();
    if (signal.aborted) return;
    compile();
  }
}

/** @returns gives what is made once, when it is first wanted; it is pending until then */
function late<Made>(pending: Set<() => unknown>, make: () => Made): () => Made {
  let made: Made | undefined;
  const get = () => {
    made ??= make();
    pending.delete(get);
    return made;
  };
  pending.add(get);
  return get;
}

function lateCheck(compiled: () => Check): Check {
  const check = (value: unknown) => {
    const follows = compiled();
    const result = follows(value);
    check.errors = follows.errors;
    return result;
  };
  check.errors = undefined as Check["errors"];
  return check as Check;
}
