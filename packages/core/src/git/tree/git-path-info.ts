/** What is known of a path without asking for the size of a file, which in a partial clone would fetch it. */
export interface GitPathInfo {
  readonly kind: "file" | "dir" | "other";
  /** Whether it is a file with an execute bit. */
  readonly executable: boolean;
  /** The id of the blob or tree. Equal ids are equal contents. */
  readonly oid: string;
}
