import { type Answer, askProbe } from "../bouts/ask-probe.ts";
import type { Surroundings } from "../bouts/bout.ts";
import { coresOf } from "../bouts/cores.ts";
import type { Probe } from "../bouts/probe.ts";
import { type ProbeAnswer, type ProbeAnswers, settledAnswer } from "../bouts/probe-answers.ts";
import { counted } from "../command-line/counted.ts";
import type { StatusLine } from "../command-line/status-line.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";

/** How many probes run at once, of all releases together: they wait more than they work, and must not keep each other from it. */
const most = Math.min(2, coresOf().usable);

/** Asks releases, and records what they answer. */
export class ProbeSession {
  readonly #effort: { readonly repeats: number; readonly timeoutMs: number };
  readonly #answers: ProbeAnswers;
  readonly #line: StatusLine;
  readonly #surroundings: Surroundings;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    effort: { readonly repeats: number; readonly timeoutMs: number },
    answers: ProbeAnswers,
    line: StatusLine,
    surroundings: Surroundings,
  ) {
    this.#effort = effort;
    this.#answers = answers;
    this.#line = line;
    this.#surroundings = surroundings;
  }

  /** Asks a release what it has not been asked yet. Returns when all is asked, or when the run is interrupted. */
  async ask(runtime: JavaScriptRuntime, probes: readonly Probe[]): Promise<void> {
    const open = probes.filter(({ name }) => this.#answers.of(runtime.label, name) === undefined);
    const left = [...open];
    const given: ProbeAnswer[] = [];
    const lane = async (): Promise<void> => {
      for (let probe = left.shift(); probe !== undefined; probe = left.shift()) {
        await this.#enter();
        this.#line.show(given.length / open.length, `${runtime.label}  ${probe.name}`);
        const answers = await this.#repeat(runtime, probe).finally(() => this.#leave());
        if (answers === undefined) return;
        const answer = settledAnswer(runtime, probe, answers);
        this.#answers.add(answer);
        given.push(answer);
      }
    };
    await Promise.all(Array.from({ length: most }, lane));
    if (given.length > 0) this.#line.say(`${runtime.label}: ${tally(given)}`);
  }

  /** Waits until fewer than so many run. */
  async #enter(): Promise<void> {
    if (this.#running < most) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Lets the next one run in its place. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }

  /** `undefined`: it was interrupted. */
  async #repeat(runtime: JavaScriptRuntime, probe: Probe): Promise<Answer[] | undefined> {
    const { signal, watchdog } = this.#surroundings;
    const { repeats, timeoutMs } = this.#effort;
    const answers: Answer[] = [];
    while (answers.length < repeats) {
      if (signal.aborted) return undefined;
      const answer = await askProbe(runtime, probe, { signal, watchdog, timeoutMs });
      if (answer === undefined) return undefined;
      answers.push(answer);
    }
    return answers;
  }
}

/** How many there are of each answer: `80 yes, 3 no`. */
function tally(answers: readonly ProbeAnswer[]): string {
  const byKind = Map.groupBy(answers, ({ answer }) => answer);
  const counts = (["yes", "no", "crashes", "hangs", "varies"] as const).flatMap((kind) => {
    const count = byKind.get(kind)?.length ?? 0;
    return count > 0 ? `${count} ${kind}` : [];
  });
  return `${counted(answers.length, "probe")}: ${counts.join(", ")}`;
}
