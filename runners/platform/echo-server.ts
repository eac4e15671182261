import type { LoopbackServer } from "../../shared/workloads/support/platform.ts";
import type { Answer, Question } from "./outside/answer-requests.ts";
import { startOutside } from "./outside-program.ts";

/** Starts `outside/answer-requests.ts`, and waits until it listens. */
export async function startEcho(): Promise<LoopbackServer> {
  const program = startOutside<Question, Answer>(new URL("outside/answer-requests.ts", import.meta.url));
  const { port } = await program.ask("where");
  return { url: `http://127.0.0.1:${port}/`, close: () => program.close() };
}
