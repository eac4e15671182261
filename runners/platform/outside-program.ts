import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { UnsupportedError } from "../../shared/unsupported-error.ts";

/** A program beside the measured process, which it shares neither threads nor memory with. */
export interface OutsideProgram<Question, Answer> {
  /** Sends it a line, and waits for its next one. One at a time. */
  ask(question: Question): Promise<Answer>;
  /** Ends it, and waits until it is gone. */
  close(): Promise<void>;
}

/** Where it says which Node runs it: the same one, whatever is measured. The driver sets it. */
const variable = "WORKER_MATRIX_NODE";

/**
 * Starts a program of `outside/` under the pinned Node. It ends when its standard input does, so also when this process dies.
 *
 * @param program its file
 */
export function startOutside<Question, Answer>(program: URL): OutsideProgram<Question, Answer> {
  const node = process.env[variable];
  if (node === undefined) {
    throw new UnsupportedError(
      `${variable} does not say which Node runs ${program.pathname.split("/").at(-1)}`,
    );
  }
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", fileURLToPath(program)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {},
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      reject(new Error(`${program.href} ended with ${signal ?? `exit status ${code}`}`));
    });
  });
  ended.catch(() => {}); // Whoever asks next hears of it.
  child.stdin.on("error", () => {}); // And of this: it is gone.
  const lines = createInterface({ input: child.stdout });
  return {
    ask(question) {
      const line = new Promise<string>((resolve) => lines.once("line", resolve));
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return Promise.race([line.then((text) => JSON.parse(text) as Answer), ended]);
    },
    async close() {
      child.stdin.end();
      await ended.catch(() => {});
    },
  };
}
