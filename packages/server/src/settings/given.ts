/** What one place says of a setting, unchecked. */
export interface Given {
  readonly value: string | number;
  /** The folder that a relative path in the value starts from; absolute. */
  readonly base: string;
  /** As errors name it. */
  readonly place: string;
}
