/** What a running operation tells while it works. Operations never print: the listener decides what is shown. */
export type LodeEvent = ProgressEvent | WarningEvent | NoticeEvent | DownloadEvent;

/** Progress of one task. The first event of a task comes before its work, the last has `done` equal to `total`. */
export interface ProgressEvent {
  readonly type: "progress";
  readonly task: TaskName;
  readonly unit: "files" | "bytes";
  readonly done: number;
  /** Absent while it is not known. */
  readonly total?: number;
  /** Where files are counted and move: how many of their bytes have moved so far. */
  readonly bytes?: number;
}

/** The kinds of work that last long enough to be shown. */
export type TaskName =
  | "scan"
  | "hash"
  | "store"
  | "checkout"
  | "push"
  | "fetch"
  | "download"
  | "query"
  | "clone"
  | "verify";

/** Something the user should know although the operation goes on. */
export interface WarningEvent {
  readonly type: "warning";
  readonly message: string;
}

/** A sentence about what is being done, for stdout at normal verbosity (DVC's INFO level). */
export interface NoticeEvent {
  readonly type: "notice";
  readonly message: string;
}

/** How much data is wanted from elsewhere, before any of it moves. */
export interface DownloadEvent {
  readonly type: "download";
  readonly files: number;
  /** What the metadata record. Absent if they do not say. */
  readonly sizeBytes?: number;
  /** Whether the numbers are those of more than what is wanted: of a part they are not recorded. */
  readonly isAtMost: boolean;
}

/** Receives events; it must not throw, and is called synchronously in the order of the events. */
export type OnEvent = (event: LodeEvent) => void;

/** What every operation that may last takes: where events go, and the signal that ends it early. */
export interface RunContext {
  /** Default: events are dropped. */
  readonly onEvent?: OnEvent;
  /** Aborting makes the operation throw CANCELLED soon, leaving everything whole. */
  readonly signal?: AbortSignal;
}
