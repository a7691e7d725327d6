import { LodeError } from "../../base/lode-error.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";

/** Does work whose failure only means that something is not repaired: it becomes a warning. @throws CANCELLED */
export async function passingOver(work: () => Promise<unknown>, { onEvent }: MoveContext): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LodeError) || error.kind === "cancelled") throw error;
    onEvent?.({ type: "warning", message: error.message });
  }
}
