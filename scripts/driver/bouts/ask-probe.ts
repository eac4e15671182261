import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { probeProgram, repository } from "../files/folders.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { tellingLine } from "../releases/telling-line.ts";
import type { Probe } from "./probe.ts";
import { type Ending, type Supervision, supervise } from "./supervise.ts";

/** What came of a probe in one process. */
export type Answer =
  | { readonly kind: "yes" }
  /** `instead`: what happened. */
  | { readonly kind: "no" | "crashes" | "hangs"; readonly instead: string };

/** What `run-probe.mjs` reports. */
type ProbeReport =
  | { readonly kind: "answer"; readonly answer: "yes" | "no"; readonly instead?: string }
  /** The probe is through; whether the process ends is the answer. */
  | { readonly kind: "ending" }
  | { readonly kind: "ended"; readonly waiting: string };

/** Asks a probe once, in a process of its own. `undefined`: it was interrupted. */
export async function askProbe(
  runtime: JavaScriptRuntime,
  probe: Probe,
  supervision: Omit<Supervision, "turn" | "stopped">,
): Promise<Answer | undefined> {
  const waitMs = Math.round(supervision.timeoutMs / 4);
  const ending = await supervise<ProbeReport>(
    (report) => runtime.scriptCommand(probeProgram, [probe.path, report, String(waitMs)]),
    supervision,
  );
  const answer = answerOf(ending, supervision.timeoutMs);
  return answer === undefined || answer.kind === "yes"
    ? answer
    : { ...answer, instead: withoutPlaces(answer.instead) };
}

/** The same words wherever and whenever it was asked. */
function withoutPlaces(text: string): string {
  return text
    .replaceAll(pathToFileURL(repository).href, "")
    .replaceAll(repository, "")
    .replaceAll(tmpdir(), "TMP")
    .replace(/worker-matrix-\w+/g, "…")
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "…");
}

/** A process that dies by a signal, or says that it has panicked, has crashed, whatever it had answered before. */
function answerOf(ending: Ending<ProbeReport>, timeoutMs: number): Answer | undefined {
  const answer = ending.lines.find((line) => line.kind === "answer");
  switch (ending.kind) {
    case "interrupted":
      return undefined;
    case "timeout": {
      const isThrough = answer !== undefined || ending.lines.some(({ kind }) => kind === "ending");
      const what = isThrough ? "the process does not end" : "nothing goes on";
      return { kind: "hangs", instead: `${what}; killed after ${timeoutMs / 1000} s` };
    }
    case "exited": {
      const { how, printed } = ending;
      const line = tellingLine(printed);
      if (hasCrashed(how, printed)) {
        return { kind: "crashes", instead: line === undefined ? `${how} without a word` : `${how}: ${line}` };
      }
      if (answer?.answer === "yes") return { kind: "yes" };
      if (answer !== undefined) return { kind: "no", instead: answer.instead ?? "" };
      const waiting = ending.lines.find((each) => each.kind === "ended")?.waiting;
      const early = `the process ended (${how})${waiting ? `; it waited for ${waiting}` : ""}`;
      return { kind: "no", instead: line === undefined ? early : `${early}: ${line}` };
    }
  }
}

function hasCrashed(how: string, printed: string): boolean {
  const [, status] = /^exit status (\d+)$/.exec(how) ?? [];
  return how.startsWith("killed by") || Number(status) >= 128 || panics.test(printed);
}

/** What Deno, Bun and V8 say when they have come to an end of their own making. */
const panics =
  /Deno has panicked|Bun has crashed|panicked at|^panic(?:\(|:)|^# Fatal error in|^FATAL ERROR:/m;
