import type { ContextNode, DictNode } from "./context-node.ts";
import { expressionSteps } from "./expression.ts";
import { type TemplatePlace, templateError } from "./template-place.ts";

/** What the expressions of a `dvc.yaml`, or of one stage, can name. */
export interface Context {
  readonly root: DictNode;
  /** Loaded files: path → the keys taken, or `all`. */
  readonly imports: Map<string, readonly string[] | "all">;
  /** Names that `vars` may not define: those that a loop provides. */
  readonly reserved: ReadonlySet<string>;
}

/** Makes a context without values. */
export function emptyContext(): Context {
  return { root: makeDict(new Map()), imports: new Map(), reserved: new Set() };
}

function makeDict(members: Map<string, ContextNode>): DictNode {
  return { kind: "dict", members, origin: { source: undefined, path: [] } };
}

/** Copies a context, so that more can be loaded into the copy alone. */
export function cloneContext({ root, imports, reserved }: Context): Context {
  return { root: cloneDict(root), imports: new Map(imports), reserved };
}

function cloneDict(dict: DictNode): DictNode {
  const members = dict.members
    .entries()
    .map(([key, member]) => [key, member.kind === "dict" ? cloneDict(member) : member] as const);
  return { ...dict, members: new Map(members) };
}

/** Lays the names that a loop provides over a context. */
export function withLoopNames(context: Context, names: ReadonlyMap<string, ContextNode>): Context {
  return {
    root: makeDict(new Map([...context.root.members, ...names])),
    imports: context.imports,
    reserved: new Set([...context.reserved, ...names.keys()]),
  };
}

/**
 * Adds values to a context. Mappings are merged at every depth; any other value may be defined only once.
 *
 * @throws PIPELINE_INVALID if a name is defined already, or reserved
 */
export function mergeIntoContext(context: Context, added: DictNode, place: TemplatePlace): void {
  const taken = [...context.reserved].filter((name) => added.members.has(name));
  if (taken.length > 0) {
    throw templateError(place, `'vars' may not define ${taken.map((name) => `'${name}'`).join(" and ")} in a loop`);
  }
  mergeDicts(context.root, added, place);
}

function mergeDicts(into: DictNode, added: DictNode, place: TemplatePlace): void {
  for (const [key, node] of added.members) {
    const present = into.members.get(key);
    if (present === undefined) into.members.set(key, node);
    else if (present.kind === "dict" && node.kind === "dict") mergeDicts(present, node, place);
    else throw redefined(present, node, place);
  }
}

function redefined(present: ContextNode, node: ContextNode, place: TemplatePlace): Error {
  const name = node.origin.path.join(".");
  return templateError(
    place,
    `cannot redefine '${name}' from '${node.origin.source}' as it already exists in '${present.origin.source}'`,
  );
}

/**
 * Finds the value that an expression names. Lists are indexed as in Python, from the end with negative numbers.
 *
 * @param inner the inside of the expression
 * @throws PIPELINE_INVALID if there is no such value
 */
export function selectFromContext(context: Context, inner: string, place: TemplatePlace): ContextNode {
  let node: ContextNode | undefined = context.root;
  for (const step of expressionSteps(inner)) node = node === undefined ? undefined : memberOf(node, step);
  if (node === undefined) throw templateError(place, `could not find '${inner}'`);
  return node;
}

function memberOf(node: ContextNode, step: string): ContextNode | undefined {
  switch (node.kind) {
    case "dict":
      return node.members.get(step);
    case "list":
      return /^[-+]?\d+(?:_\d+)*$/.test(step) ? node.items.at(Number(step.replaceAll("_", ""))) : undefined;
    case "scalar":
      return undefined;
  }
}
