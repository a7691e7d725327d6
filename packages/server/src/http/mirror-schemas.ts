import Type from "typebox";
import type { MirrorChoices } from "../catalogue/mirrors.ts";
import { bodyOf } from "./api-schemas.ts";

const MIN_INTERVAL_S = 60;
const MAX_INTERVAL_S = 30 * 86_400;
/** What fits into a header. */
const PLAIN_TEXT = "^[^\\u0000-\\u001f\\u007f]*$";

/** What a repository is to follow. */
export const MirrorBody = bodyOf({
  url: Type.String({ maxLength: 2048, description: "https://… or http://…, without credentials" }),
  user: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: "^[^:\\u0000-\\u001f\\u007f]*$" })),
  password: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2000, pattern: PLAIN_TEXT, description: "Or a token; never shown again" }),
  ),
  interval_seconds: Type.Integer({ minimum: MIN_INTERVAL_S, maximum: MAX_INTERVAL_S, default: 3600 }),
});

/** The choices of a body. */
export function mirrorChoices({ interval_seconds, ...rest }: Type.Static<typeof MirrorBody>): MirrorChoices {
  return { ...rest, intervalS: interval_seconds };
}
