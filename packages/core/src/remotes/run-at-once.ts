/**
 * Does work on items, a limited number of them at once, in order. The first failure ends it, when the items that are
 * under way have come to an end.
 *
 * @param limit how many at once, at least one; a function is asked again whenever something has come to its end
 */
export function runAtOnce<T>(
  items: Iterable<T>,
  limit: number | (() => number),
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const most = (): number => Math.max(1, typeof limit === "number" ? limit : limit());
  let active = 0;
  let isExhausted = false;
  let failure: { readonly error: unknown } | undefined;
  const next = (): IteratorResult<T> => {
    try {
      return iterator.next();
    } catch (error) {
      failure ??= { error };
      return { done: true, value: undefined };
    }
  };
  return new Promise((resolve, reject) => {
    const end = (): void => (failure === undefined ? resolve() : reject(failure.error));
    const goOn = (): void => {
      while (!isExhausted && failure === undefined && active < most()) {
        const { done, value } = next();
        isExhausted = done === true;
        if (!isExhausted) begin(value);
      }
      if (active === 0) end();
    };
    const begin = (item: T): void => {
      active += 1;
      const ended = (): void => {
        active -= 1;
        goOn();
      };
      work(item).then(ended, (error: unknown) => {
        failure ??= { error };
        ended();
      });
    };
    goOn();
  });
}
