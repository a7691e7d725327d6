/** What a tree is drawn of: an entry with its path, folders before what is in them. */
export interface TreeItem {
  readonly path: string;
}

/** One line of a tree: the entry, and the text to print for it. */
export interface TreeLine<Item> {
  readonly item: Item;
  readonly text: string;
}

/**
 * Draws entries as a tree below a root that is drawn by the caller.
 *
 * @param items every folder and file, in any order
 */
export function drawTree<Item extends TreeItem>(items: readonly Item[]): readonly TreeLine<Item>[] {
  const children = new Map<string, Item[]>();
  for (const item of items) {
    const parent = item.path.slice(0, Math.max(item.path.lastIndexOf("/"), 0));
    children.set(parent, [...(children.get(parent) ?? []), item]);
  }
  return [...drawBelow(children, "", "")];
}

function* drawBelow<Item extends TreeItem>(
  children: ReadonlyMap<string, readonly Item[]>,
  folder: string,
  prefix: string,
): Generator<TreeLine<Item>> {
  const items = children.get(folder) ?? [];
  for (const [index, item] of items.entries()) {
    const isLast = index === items.length - 1;
    yield { item, text: `${prefix}${isLast ? "└── " : "├── "}${item.path.slice(item.path.lastIndexOf("/") + 1)}` };
    yield* drawBelow(children, item.path, `${prefix}${isLast ? "    " : "│   "}`);
  }
}
