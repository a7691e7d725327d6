import { compareCodePoints } from "@lode/core/engine";
import type { App } from "./app.ts";

/** An address of the server, and the methods that it takes. */
interface KnownAddress {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/**
 * Notes which methods the addresses of the server take, as their routes are added. They are all made of names in their places,
 * so that what is said of an address tells nothing of what is there.
 *
 * @returns gives the methods for a path, in the order of the alphabet; none if the server has no such address
 */
export function noteMethods(app: App): (path: string) => readonly string[] {
  const known = new Map<string, KnownAddress>();
  app.addHook("onRoute", ({ url, method }) => {
    const address = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) address.methods.add(one);
    known.set(url, address);
  });
  return (path) => {
    const addresses = [...known.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(addresses.flatMap(({ methods }) => [...methods]))].toSorted(compareCodePoints);
  };
}

/** Of the pattern of a route: `:name` stands for a part or the rest of one, `*` at the end for all that follows. */
function patternOf(url: string): RegExp {
  const text = url.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]+").replace(/\*$/, ".*");
  return new RegExp(`^${text}$`);
}
