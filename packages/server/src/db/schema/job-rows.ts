/** What versions and search know of its commits; fetching of a mirror; joining of what pushes leave. */
export const jobKinds = ["index", "fetch", "maintain"] as const;

/** Work that is to be done about a repository; of each kind at most one. */
export interface JobRow {
  readonly kind: (typeof jobKinds)[number];
  readonly repository_id: string;
  /** Not before this time. */
  readonly run_after: string;
  /** Another one each time that the work is asked for, so that what is asked for during the work is not lost. */
  readonly revision: string;
  /** Who does it; null: nobody. */
  readonly held_by: string | null;
  /** When somebody else may take it up. */
  readonly held_until: string | null;
  /** How often it failed since it was done last. */
  readonly failures: number;
}
