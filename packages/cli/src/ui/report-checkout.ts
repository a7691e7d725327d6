import { type CheckoutResult, LodeError, type OnEvent } from "@lode/core";

/** Warns of what a checkout could not do. */
export function warnOfCheckout({ failed, left }: CheckoutResult, onEvent: OnEvent): void {
  for (const { reasons } of failed) {
    for (const message of reasons) onEvent({ type: "warning", message });
  }
  for (const path of left) onEvent({ type: "warning", message: `'${path}' was left as it is.` });
}

/** Says whether a checkout did what it was to do: all of it, or all of which the content is not missing. */
export function isCheckoutDone({ failed }: CheckoutResult, allowMissing: boolean): boolean {
  return failed.every(({ onlyMissing }) => onlyMissing && allowMissing);
}

/** The error for outputs that could not be checked out. */
export function checkoutIncomplete(result: CheckoutResult): LodeError {
  const paths = result.failed.map(({ path }) => path);
  return new LodeError("CHECKOUT_INCOMPLETE", `Cannot check out everything: ${paths.join(", ")} failed`, {
    hint: hintFor(result),
    details: { ...result },
  });
}

/** The warnings are not seen with --quiet, so that the reason is said again. */
function hintFor({ failed }: CheckoutResult): string {
  const other = failed.find(({ onlyMissing }) => !onlyMissing);
  if (other === undefined) return "Get the missing data with `lode fetch`, then run `lode checkout` again.";
  return `${other.reasons.at(-1)}. Run the command again when that is mended: it goes on from here.`;
}
