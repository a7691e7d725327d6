import { compareCodePoints } from "@lode/core/engine";
import Type from "typebox";
import { NAME_PATTERN } from "../accounts/names.ts";
import { roles } from "../accounts/role.ts";
import { REVISION_PATTERN } from "../catalogue/snapshots.ts";

/** What a body may hold: these fields and no others, so that a mistake in a name is told and not passed over. */
export function bodyOf<Fields extends Type.TProperties>(fields: Fields) {
  return Type.Object(fields, { additionalProperties: false });
}

/** The name of a user, namespace or repository. */
export const Name = Type.String({ pattern: NAME_PATTERN });

/** A role, as accounts/role.ts says. */
export const RoleName = Type.Enum([...roles]);

/** A password that somebody gives to be compared. */
export const PasswordText = Type.String({ maxLength: 1024 });

/** The address of a repository. */
export const RepositoryParams = Type.Object({ namespace: Name, name: Name });

/** A revision of a repository. */
export const Rev = Type.String({
  pattern: REVISION_PATTERN,
  description: "A branch, a tag, a commit, or a range of versions such as `^1.2` or `cats@^1.2`",
});

/** A path in a repository or a dataset. */
export const Path = Type.String({ minLength: 1, maxLength: 4096 });

/** A filter that is a text. */
export const Filter = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 4096, description }));

/** A value that may not be known. */
export const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** How much of a list is asked for. */
export const Limit = Type.Integer({ minimum: 1, maximum: 1000, default: 100 });

/** A page of a list, and what `after` has to be for the next one. */
export function pageOf<Item extends Type.TSchema>(item: Item) {
  return Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });
}

/** The query of a list in the order of its cursors. */
export const PageQuery = Type.Object({
  after: Type.Optional(Type.String({ maxLength: 1000, description: "`next` of the page before" })),
  limit: Limit,
});

/** How rows are told, and where each is in its list. */
export interface PageRows<Row, Item> {
  readonly item: (row: Row) => Item;
  readonly key: (row: Row) => string;
}

/** Cuts a page from a whole list, which is in the order of the code points of its keys. */
export function pageIn<Row, Item>(
  rows: readonly Row[],
  { after, limit }: { readonly after?: string; readonly limit: number },
  how: PageRows<Row, Item>,
): { items: Item[]; next: string | null } {
  const behind = after === undefined ? rows : rows.filter((row) => compareCodePoints(how.key(row), after) > 0);
  return toPage(behind.slice(0, limit + 1), limit, how);
}

/** Cuts a page from rows of which one more than the limit was asked for. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { item, key }: PageRows<Row, Item>,
): { items: Item[]; next: string | null } {
  const last = rows[limit - 1];
  return { items: rows.slice(0, limit).map(item), next: rows.length > limit && last !== undefined ? key(last) : null };
}
