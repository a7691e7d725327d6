import { type CheckoutResult, LodeError, type OnEvent } from "@lode/core";

/** Warns of what a checkout could not do. */
export function warnOfCheckout({ failed, left }: CheckoutResult, onEvent: OnEvent): void {
  for (const { reasons } of failed) {
    for (const message of reasons) onEvent({ type: "warning", message });
  }
  for (const path of left) onEvent({ type: "warning", message: `'${path}' was left as it is.` });
}

/** The error for outputs that could not be checked out. */
export function checkoutIncomplete(result: CheckoutResult): LodeError {
  const paths = result.failed.map(({ path }) => path);
  return new LodeError("CHECKOUT_INCOMPLETE", `Cannot check out everything: ${paths.join(", ")} failed`, {
    hint: "Get the missing data with `lode fetch`, then run `lode checkout` again.",
    details: { ...result },
  });
}
