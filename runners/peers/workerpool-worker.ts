import workerpool from "workerpool";
import { transfersOf } from "../../shared/transfer-result.ts";
import { runTaskCall, type TaskCall } from "./task-call.ts";

// What workerpool calls in its workers.

workerpool.worker({
  async run(call: TaskCall): Promise<unknown> {
    const value = await runTaskCall(call);
    const transfer = transfersOf(value);
    return transfer.length === 0 ? value : new workerpool.Transfer(value as object, [...transfer]);
  },
});
