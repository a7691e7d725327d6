import { plainType } from "../scalar/plain-type.ts";
import type { ScalarNode, ScalarStyle } from "../tree/yaml-node.ts";
import { analyzeScalar } from "./analyze-scalar.ts";
import type { Printer } from "./printer.ts";

/** How a scalar is written. */
export interface ChosenStyle {
  readonly style: ScalarStyle;
  readonly text: string;
  /** The tag to write before it, if the text alone would be read as something else. */
  readonly tag: string | undefined;
}

/** Chooses between plain, quoted and block style, for a scalar at the printer's place. */
export function chooseStyle(p: Printer, node: ScalarNode): ChosenStyle {
  const readsBack = node.tag === undefined && plainType(node.text) === node.type;
  const style = styleOf(p, node, { text: node.text, mayBePlain: readsBack || node.tag !== undefined });
  if (node.text === "" && style === "'" && node.type === "null") {
    const mayBePlain = readsBack || node.tag !== undefined;
    return { style: styleOf(p, node, { text: "null", mayBePlain }), text: "null", tag: node.tag };
  }
  const implied = node.tag === undefined && (style === "" ? readsBack : node.type === "str");
  return { style, text: node.text, tag: implied ? undefined : (node.tag ?? `!!${node.type}`) };
}

interface Candidate {
  readonly text: string;
  /** Whether the plain text is read back as what it is. */
  readonly mayBePlain: boolean;
}

function styleOf(p: Printer, { style }: ScalarNode, candidate: Candidate): ScalarStyle {
  if (style === "|" || style === ">") return p.context.simpleKey === true || p.flow.length > 0 ? '"' : style;
  if (style === '"' || (style === "" && isPlain(p, candidate))) return style;
  if (style === "" && /['\n]/.test(candidate.text)) return '"';
  return maySingleQuote(p, candidate.text) ? "'" : '"';
}

function maySingleQuote(p: Printer, text: string): boolean {
  const { singleQuoted, multiline } = analyzeScalar(text);
  return singleQuoted && !(multiline && p.context.simpleKey === true);
}

function isPlain(p: Printer, { text, mayBePlain }: Candidate): boolean {
  const analysis = analyzeScalar(text);
  if (!mayBePlain || (p.context.simpleKey === true && analysis.empty)) return false;
  return p.flow.length > 0 ? analysis.flowPlain : analysis.blockPlain;
}
