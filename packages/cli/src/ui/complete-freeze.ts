import { type FreezeResult, LodeError, type OnEvent } from "@lode/core";

/**
 * Gives back the stages that were changed.
 *
 * @throws what kept a single target from being changed; FREEZE_INCOMPLETE for several, after a warning of each
 */
export function completeFreeze(
  verb: "freeze" | "unfreeze",
  { stages, failed }: FreezeResult,
  onEvent: OnEvent,
): { readonly stages: readonly string[] } {
  const [first, second] = failed;
  if (first === undefined) return { stages };
  if (second === undefined) throw first.error;
  for (const { error } of failed) onEvent({ type: "warning", message: error.message });
  const targets = failed.map(({ target }) => target);
  const names = targets.map((target) => `'${target}'`).join(", ");
  throw new LodeError("FREEZE_INCOMPLETE", `Cannot ${verb} everything: ${names} failed`, {
    hint: stages.length === 0 ? "Nothing was changed." : `What was changed: ${stages.join(", ")}`,
    details: { stages, failed: targets },
  });
}
