/** What a server takes of the machine. */
export interface ServerContext {
  /** Of the environment: PATH, to find git; what Amazon's own tools read, to find keys of a bucket. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}
