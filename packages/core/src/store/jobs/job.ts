import type { HashName, Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { LinkType } from "../../fs/link-type.ts";
import type { DirStats } from "../../fs/stat-names.ts";
import type { ThreadError } from "../../hash/thread-error.ts";
import type { DirNames } from "../dir-names.ts";
import type { FileDigests } from "../file-digests.ts";
import type { ObjectStore } from "../object-store.ts";

/** A piece of work on some items, as it goes to a thread. Only plain data. */
export type Job =
  | StatJob
  | HashJob
  | HashPieceJob
  | PutJob
  | PlaceJob
  | ReadJob
  | AddJob
  | CheckJob
  | LookUpJob
  | CopyJob
  | CheckoutJob
  | CopyFilesJob
  | UnprotectJob;

/** Stats the names of some groups of directories. */
export interface StatJob {
  readonly kind: "stat";
  /** Whether it is a part of so many that it pays to load the native library. */
  readonly isMany: boolean;
  readonly items: readonly (readonly DirNames[])[];
}

/** Hashes files. */
export interface HashJob {
  readonly kind: "hash";
  readonly hashName: HashName;
  readonly items: readonly string[];
}

/** Hashes the next piece of a stream, all of whose pieces go to one thread. */
export interface HashPieceJob {
  readonly kind: "hash-piece";
  /** The number of the stream, in this process. */
  readonly stream: number;
  readonly hashName: HashName;
  /** In memory that both threads share. */
  readonly piece: Uint8Array;
  /** Whether it is the last one: its reply has the digest, if anybody wants it. */
  readonly isLast: boolean;
}

/** Puts small objects into a store. */
export interface PutJob {
  readonly kind: "put";
  readonly store: ObjectStore;
  /** Of all objects, one after another. */
  readonly bytes: Uint8Array;
  readonly items: readonly { readonly oid: Oid; readonly sizeBytes: number }[];
}

/** Writes small objects to files; the folders are there. What is there is replaced. */
export interface PlaceJob {
  readonly kind: "place";
  readonly hashName: HashName;
  /** Of all objects, one after another. */
  readonly bytes: Uint8Array;
  readonly items: readonly {
    readonly oid: Oid;
    readonly sizeBytes: number;
    readonly targets: readonly PlaceTarget[];
  }[];
}

/** A file that an object is written to. */
export interface PlaceTarget {
  /** Absolute. */
  readonly path: string;
  readonly executable: boolean;
}

/** Reads small objects whole; they are not verified. */
export interface ReadJob {
  readonly kind: "read";
  readonly store: ObjectStore;
  /** A larger object is not read. */
  readonly maxBytes: number;
  readonly items: readonly Oid[];
}

/** Takes files into a store. */
export interface AddJob {
  readonly kind: "add";
  readonly store: ObjectStore;
  readonly hardlink: boolean;
  /** True: the store had no objects when the work began. */
  readonly isFresh: boolean;
  readonly items: readonly string[];
}

/** Looks which objects are there and sound. */
export interface CheckJob {
  readonly kind: "check";
  readonly store: ObjectStore;
  readonly items: readonly Oid[];
}

/** Looks whether folders of a store have names, without a look at what they name. */
export interface LookUpJob {
  readonly kind: "look-up";
  readonly store: ObjectStore;
  /** For each folder the ids of its objects, a line for each: as one text they go to a thread fastest. */
  readonly items: readonly string[];
}

/** Copies objects between stores. */
export interface CopyJob {
  readonly kind: "copy";
  readonly from: ObjectStore;
  readonly to: ObjectStore;
  /** True: an object of `from` that is not read-only becomes so once it was read and is sound, as by a CheckJob. */
  readonly protect: boolean;
  /** True: `to` had no objects when the work began. */
  readonly isFresh: boolean;
  readonly items: readonly Oid[];
}

/** Creates workspace files; their folders are there. */
export interface CheckoutJob {
  readonly kind: "checkout";
  readonly store: ObjectStore;
  readonly root: string;
  readonly linkTypes: readonly LinkType[];
  readonly replace: boolean;
  readonly items: readonly { readonly relpath: RelPath; readonly oid: Oid; readonly executable?: boolean }[];
}

/** Copies files; the folders that they go to are there. */
export interface CopyFilesJob {
  readonly kind: "copy-files";
  readonly items: readonly { readonly from: string; readonly to: string }[];
}

/** Makes files writable copies. */
export interface UnprotectJob {
  readonly kind: "unprotect";
  readonly store: ObjectStore;
  readonly items: readonly string[];
}

/** What came of the first `done` items of a job; the others were not begun. Rows are in the order of the items. */
export interface JobReply {
  readonly done: number;
  /** Bytes of content that were worked on. */
  readonly bytes: number;
  readonly errors: readonly { readonly index: number; readonly error: ThreadError }[];
  readonly dirStats?: readonly DirStats[];
  readonly digests?: FileDigests;
  /** Of a stream that has ended. */
  readonly digest?: string;
  /** What a read job has read: the size of each in bytes, -1 where there is nothing, and the bytes one after another. */
  readonly contents?: { readonly sizes: Int32Array; readonly bytes: Uint8Array };
  /** Per item: what a check, look-up, copy or unprotect job found or did. */
  readonly states?: readonly ItemState[];
}

/** What a job without digests tells of an item. */
export type ItemState = "present" | "missing" | "copied" | "unchanged" | "failed";
