/**
 * A piece of comment as ruamel.yaml cuts it: the comment that ends a line together with all comment lines and empty
 * lines below it, or a block of comment lines above a node. The text keeps its line ends.
 */
export interface Comment {
  readonly text: string;
  /** The column of the first `#`, counted in code points from 0. */
  readonly column: number;
}

/** The comments that a node is printed with. */
export interface NodeComment {
  /** What follows the node on its last line. */
  readonly post?: Comment | undefined;
  /** What stands on the lines above the node. */
  readonly pre?: readonly Comment[] | undefined;
  /** What stands after the last entry of a collection, before its end. */
  readonly end?: readonly Comment[] | undefined;
}
