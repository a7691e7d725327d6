/** A function of the operating system. */
export type NativeCall = (...args: readonly unknown[]) => unknown;

/** Calls of the operating system that Node does not have. */
export interface Native {
  /** Declares a function of a library; null is the program itself with all that it is linked to. */
  func(library: string | null, declaration: string): NativeCall;
  /** The error number of the last call. */
  errno(): number;
}

/**
 * Loads koffi, which takes 15 ms; hence only when one of these calls is needed.
 *
 * @throws whatever the loader throws if it has no binary for this platform
 */
export async function loadNative(): Promise<Native> {
  const { default: koffi } = await import("koffi");
  return {
    func: (library, declaration) => koffi.load(library).func(declaration),
    errno: () => koffi.errno(),
  };
}
