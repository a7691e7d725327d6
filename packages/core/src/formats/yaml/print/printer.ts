import type { Comment } from "../tree/comment.ts";
import type { YamlNode } from "../tree/yaml-node.ts";
import { codePointLength } from "./code-points.ts";

/** Lines are folded at this column. */
export const BEST_WIDTH = 80;

const INDENT_STEP = 2;

/** What is being printed: the text so far, where it stands, and what surrounds the next node. */
export interface Printer {
  text: string;
  /** Code points since the last line break; comments do not count. */
  column: number;
  /** Whether the last thing written separates words. */
  whitespace: boolean;
  /** Whether the line holds nothing yet but blanks and `-`, `?`, `:`. */
  indention: boolean;
  /** The column of the block being printed; undefined above the root. */
  indent: number | undefined;
  readonly indents: { readonly indent: number | undefined; readonly sequence: boolean }[];
  /** The opening brackets of the flow collections around; empty for a pair without braces. */
  readonly flow: string[];
  /** Makes the next writeIndent() keep the line. */
  noNewline: boolean;
  /** Whether the document needs a `...` to end it. */
  openEnded: boolean;
  context: NodeContext;
  /** The comments above collections that are written already. */
  readonly writtenAbove: Set<Comment>;
  /** The names of the nodes that get an anchor. */
  readonly anchors: ReadonlyMap<YamlNode, string>;
  /** Those of them that are printed, so that an alias is what comes next. */
  readonly anchored: Set<YamlNode>;
}

/** Where the next node stands. */
export interface NodeContext {
  readonly root?: boolean;
  readonly sequence?: boolean;
  readonly mapping?: boolean;
  readonly simpleKey?: boolean;
}

/** Makes a printer at the start of a document. */
export function newPrinter(anchors: ReadonlyMap<YamlNode, string>): Printer {
  return {
    text: "",
    column: 0,
    whitespace: true,
    indention: true,
    indent: undefined,
    indents: [],
    flow: [],
    noNewline: false,
    openEnded: false,
    context: {},
    writtenAbove: new Set(),
    anchors,
    anchored: new Set(),
  };
}

/** Writes text that holds no line break. */
export function write(p: Printer, text: string): void {
  p.column += codePointLength(text);
  p.text += text;
}

/** Ends the line. */
export function writeLineBreak(p: Printer, lineBreak = "\n"): void {
  p.whitespace = true;
  p.indention = true;
  p.column = 0;
  p.text += lineBreak;
}

/** Goes to the column of the current block, on a new line unless this one is still free up to there. */
export function writeIndent(p: Printer): void {
  const indent = p.indent ?? 0;
  if (!p.indention || p.column > indent || (p.column === indent && !p.whitespace)) {
    if (p.noNewline) p.noNewline = false;
    else writeLineBreak(p);
  }
  if (p.column < indent) {
    p.whitespace = true;
    write(p, " ".repeat(indent - p.column));
  }
}

/** How an indicator relates to what stands around it. */
export interface IndicatorOptions {
  /** Whether it needs a blank before it. Default false. */
  readonly spaced?: boolean;
  /** Whether it separates words itself. Default false. */
  readonly whitespace?: boolean;
  /** Whether it may still be followed by a node of its own indentation. Default false. */
  readonly indention?: boolean;
}

/** Writes an indicator such as `-`, `:`, `[`, a quote or an anchor. */
export function writeIndicator(p: Printer, text: string, options: IndicatorOptions = {}): void {
  write(p, p.whitespace || options.spaced !== true ? text : ` ${text}`);
  p.whitespace = options.whitespace ?? false;
  p.indention = p.indention && (options.indention ?? false);
  p.openEnded = false;
}

/** What a new level of indentation is for. */
export interface IndentOptions {
  /** Whether it is a flow collection or a scalar. */
  readonly flow: boolean;
  readonly sequence: boolean;
  /** Whether its items stand in the column of the parent. Default false. */
  readonly indentless?: boolean;
}

/** Enters a level of indentation; popIndent() leaves it. */
export function pushIndent(p: Printer, options: IndentOptions): void {
  p.indents.push({ indent: p.indent, sequence: options.sequence });
  if (p.indent === undefined) p.indent = options.flow ? undefined : 0;
  else if (options.indentless !== true) p.indent += INDENT_STEP;
}

/** Leaves the innermost level of indentation. */
export function popIndent(p: Printer): void {
  p.indent = p.indents.pop()?.indent;
}

/** The blanks that ruamel.yaml puts before the bracket of a flow collection, to align it in a block sequence. */
export function flowPadding(p: Printer, afterComment: boolean): string {
  const last = p.indents.at(-1);
  if (last === undefined) return "";
  if ((p.indents.length < 2 || !last.sequence) && !afterComment) return "";
  const base = (last.indent ?? 0) + INDENT_STEP;
  return " ".repeat(Math.max(0, afterComment ? base : base - p.column - 1));
}
