import { ThreadWorker } from "poolifier-web-worker";
import { runTaskCall, type TaskCall } from "./task-call.ts";

/** What poolifier calls in its workers. */
const worker: ThreadWorker<TaskCall> = new ThreadWorker(async (call) => runTaskCall(call as TaskCall));
export default worker;
