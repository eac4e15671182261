import type { Exchange, LoadGenerator } from "../../shared/workloads/support/platform.ts";
import type { Answer, Question } from "./outside/generate-load.ts";
import { startOutside } from "./outside-program.ts";

/** Starts `outside/generate-load.ts`, and waits until it is ready. */
export async function startLoad(exchanges: readonly Exchange[]): Promise<LoadGenerator> {
  const program = startOutside<Question, Answer>(new URL("outside/generate-load.ts", import.meta.url));
  await program.ask({ exchanges });
  return {
    async send({ url, connections, requests }) {
      const answer = await program.ask({ port: Number(new URL(url).port), connections, requests });
      if (answer === "ready") throw new Error("The load generator answered another question");
      return answer;
    },
    close: () => program.close(),
  };
}
