/**
 * A result that is there at once where nothing has to be waited for: for a small file, a promise costs as much as a call
 * of the system.
 */
export type AtOnce<T> = T | Promise<T>;

/** Goes on with a result as soon as it is there. */
export function andThen<T, R>(value: AtOnce<T>, next: (value: T) => AtOnce<R>): AtOnce<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
