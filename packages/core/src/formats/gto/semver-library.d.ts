/** The parts of the semver package that are used; it comes without types. */
declare module "semver/functions/satisfies.js" {
  /** Says whether a version is in a range; false if the text is no version. */
  function satisfies(version: string, range: string): boolean;
  export = satisfies;
}

declare module "semver/ranges/valid.js" {
  /** The range in its normal form; null if the text is no range. */
  function validRange(range: string): string | null;
  export = validRange;
}
