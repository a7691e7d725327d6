import { LodeError } from "../../base/lode-error.ts";

/**
 * Loads a package that users of the library install themselves, because it is large and few need it. The command has it
 * inside.
 *
 * @throws PACKAGE_MISSING
 */
export async function loadPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new LodeError("PACKAGE_MISSING", `Cannot sign in: the package '${name}' is not installed`, {
      hint: `Install it beside @lode/core: npm install ${name}`,
      details: { package: name },
      cause: error,
    });
  }
}
