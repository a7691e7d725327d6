import { styleText } from "node:util";

/** The looks that a text may have. */
export type Look = Parameters<typeof styleText>[0];

/** Gives a text a look, or leaves it alone where there are no colours. */
export type TextStyle = (look: Look, text: string) => string;

/** Makes the style for a stream: colours only on a terminal; `NO_COLOR` and `FORCE_COLOR` count. */
export function textStyleFor(stream: NodeJS.WriteStream): TextStyle {
  return (look, text) => styleText(look, text, { stream });
}
