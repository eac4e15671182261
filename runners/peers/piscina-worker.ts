import { transfersOf } from "../../shared/transfer-result.ts";
import { runTaskCall, type TaskCall } from "./task-call.ts";

/** What piscina calls in its workers. */
export default async function run(call: TaskCall): Promise<unknown> {
  const value = await runTaskCall(call);
  const transfer = transfersOf(value);
  if (transfer.length === 0) return value;
  const { move, transferableSymbol, valueSymbol } = await import("piscina");
  return move({ [transferableSymbol]: transfer, [valueSymbol]: value } as never);
}
