import type { NodeComment } from "../tree/comment.ts";
import type { ScalarNode } from "../tree/yaml-node.ts";
import { type Printer, popIndent, pushIndent, writeIndent, writeIndicator } from "./printer.ts";
import { chooseStyle } from "./scalar-style.ts";
import { writeFolded, writeLiteral } from "./write-block-scalar.ts";
import { writePostComment } from "./write-comment.ts";
import { writePlain } from "./write-plain.ts";
import { writeDoubleQuoted, writeSingleQuoted } from "./write-quoted.ts";

/** Writes a scalar, its tag if it needs one, and the comment behind it. */
export function writeScalar(p: Printer, node: ScalarNode, comment: NodeComment | undefined): void {
  const { style, text, tag } = chooseStyle(p, node);
  const inBlockSequence = p.context.sequence === true && p.flow.length === 0;
  if (tag !== undefined) {
    writeIndicator(p, tag, { spaced: true });
    if (inBlockSequence) p.noNewline = true;
  }
  pushIndent(p, { flow: true, sequence: false });
  if (inBlockSequence) writeIndent(p);
  if (style === "|" || style === ">") {
    const write = style === "|" ? writeLiteral : writeFolded;
    write(p, text, node.headerComment ?? "");
    writePostComment(p, dedent(comment, p.indent));
  } else {
    flowWriters[style](p, text);
    writePostComment(p, comment);
  }
  popIndent(p);
}

const flowWriters = { "": writePlain, "'": writeSingleQuoted, '"': writeDoubleQuoted };

/** A comment below a block scalar would be read as part of it if it were indented as far. */
function dedent(comment: NodeComment | undefined, indent: number | undefined): NodeComment | undefined {
  if (comment?.post === undefined || indent === undefined || comment.post.column < indent) return comment;
  return { ...comment, post: { ...comment.post, column: indent - 1 } };
}
