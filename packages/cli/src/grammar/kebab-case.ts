/** Turns the key of an argument into the spelling of an option: `allBranches` into `all-branches`. */
export function kebabCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
