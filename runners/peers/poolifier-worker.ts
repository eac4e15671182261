import { ThreadWorker } from "poolifier";
import { runTaskCall, type TaskCall } from "./task-call.ts";

/** What poolifier calls in its workers. */
const worker: ThreadWorker<TaskCall> = new ThreadWorker(async (call) => runTaskCall(call as TaskCall));
export default worker;
