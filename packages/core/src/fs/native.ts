/** A function of the operating system. */
export type NativeCall = (...args: readonly unknown[]) => unknown;

/** Calls of the operating system that Node does not have. */
export interface Native {
  /** Declares a function of a library; null is the program itself with all that it is linked to. */
  func(library: string | null, declaration: string): NativeCall;
  /** Declares one that takes long: another thread calls it, and what it sets as its error number is not known. */
  background(library: string | null, declaration: string): (...args: readonly unknown[]) => Promise<unknown>;
  /** The error number of the last call. */
  errno(): number;
}

/** For `linkat` and `statx` of Linux: an empty path stands for the open file itself. */
export const AT_EMPTY_PATH = 0x1000;

/**
 * Loads koffi, which takes 15 ms; hence only when one of these calls is needed.
 *
 * @throws whatever the loader throws if it has no binary for this platform
 */
export async function loadNative(): Promise<Native> {
  const { default: koffi } = await import("koffi");
  return {
    func: (library, declaration) => koffi.load(library).func(declaration),
    background: (library, declaration) => {
      const call = koffi.load(library).func(declaration);
      return (...args) => {
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        call.async(...args, (error: unknown, result: unknown) => (error === null ? resolve(result) : reject(error)));
        return promise;
      };
    },
    errno: () => koffi.errno(),
  };
}
