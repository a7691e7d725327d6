/**
 * Appends items to a list. `list.push(...items)` passes each as an argument, and the stack has room for some 120,000:
 * whatever may be one for each file of a directory is appended with this.
 */
export function appendAll<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
