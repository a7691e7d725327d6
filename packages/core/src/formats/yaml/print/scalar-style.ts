import { plainType } from "../plain-type.ts";
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

function styleOf(p: Printer, { style }: ScalarNode, { text, mayBePlain }: Candidate): ScalarStyle {
  const isKey = p.context.simpleKey === true;
  const inFlow = p.flow.length > 0;
  if (style === "|" || style === ">") return inFlow || isKey ? '"' : style;
  const analysis = analyzeScalar(text);
  if (style === "") {
    const isBadKey = isKey && (analysis.empty || analysis.multiline);
    const fits = inFlow ? analysis.flowPlain : analysis.blockPlain;
    if (mayBePlain && fits && !isBadKey) return "";
    if (/['\n]/.test(text)) return '"';
  }
  const mayBeSingle = analysis.singleQuoted && !(isKey && analysis.multiline);
  return style !== '"' && mayBeSingle ? "'" : '"';
}
