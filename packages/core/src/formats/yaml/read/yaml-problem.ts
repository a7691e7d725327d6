/** What is wrong in a YAML text, and where; parseYaml() makes the error of it that users see. */
export class YamlProblem extends Error {
  override readonly name = "YamlProblem";
  /** Into the text, in UTF-16 units. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
