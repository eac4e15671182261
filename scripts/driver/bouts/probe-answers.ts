import { join } from "node:path";
import { type Column, fromCsv, toCsv } from "../files/csv.ts";
import { textIfThere } from "../files/read-file.ts";
import { appendToFile, replaceFile } from "../files/write-file.ts";
import type { Answer } from "./ask-probe.ts";
import type { Probe } from "./probe.ts";

/** The answer of a probe under one release, asked several times. */
export interface ProbeAnswer {
  readonly runtime: string;
  /** The release as it is called in tables: `node@26.10.0`, with its flags. */
  readonly release: string;
  readonly version: string;
  readonly probe: string;
  readonly subject: string;
  readonly about: string;
  /** `varies`: it was not the same each time. */
  readonly answer: Answer["kind"] | "varies";
  /** What happened instead of what should have; `""` for a yes. */
  readonly instead: string;
  /** All answers, in their order: `yes yes no`. */
  readonly times: string;
}

/** One answer of several. */
export function settledAnswer(
  { label, name, version }: { readonly label: string; readonly name: string; readonly version: string },
  probe: Probe,
  answers: readonly Answer[],
): ProbeAnswer {
  const kinds = [...new Set(answers.map(({ kind }) => kind))];
  const [kind = "varies", ...others] = kinds;
  const reasons = answers.flatMap((answer) =>
    answer.kind === "yes" ? [] : `${answer.kind}: ${answer.instead}`,
  );
  const failed = answers.find((answer) => answer.kind !== "yes");
  return {
    ...{ runtime: name, release: label, version },
    ...{ probe: probe.name, subject: probe.subject, about: probe.about },
    answer: others.length > 0 ? "varies" : kind,
    instead: others.length > 0 ? [...new Set(reasons)].join("; ") : (failed?.instead ?? ""),
    times: answers.map((each) => each.kind).join(" "),
  };
}

const texts = [
  "runtime",
  "release",
  "version",
  "probe",
  "subject",
  "answer",
  "instead",
  "times",
  "about",
] as const;

/** The answers of a run, in `capabilities.csv`: each is on disk before the next one is asked for. */
export class ProbeAnswers {
  readonly #path: string;
  readonly #columns: readonly Column<ProbeAnswer>[];
  readonly #all: ProbeAnswer[] = [];

  /** @param run the run's name: that of its folder */
  constructor(folder: string, run: string) {
    this.#path = join(folder, "capabilities.csv");
    this.#columns = [
      { name: "run", value: () => run },
      ...texts.map((name): Column<ProbeAnswer> => ({ name, value: (row) => row[name] })),
    ];
  }

  /** Starts with what an earlier session of the same run left. */
  restore(): void {
    const rows = fromCsv(textIfThere(this.#path) ?? "");
    this.#all.push(
      ...rows.map(
        (row) => Object.fromEntries(texts.map((name) => [name, row[name] ?? ""])) as unknown as ProbeAnswer,
      ),
    );
    replaceFile(this.#path, toCsv(this.#all, this.#columns));
  }

  add(answer: ProbeAnswer): void {
    const isFirst = this.#all.length === 0;
    this.#all.push(answer);
    if (isFirst) replaceFile(this.#path, toCsv(this.#all, this.#columns));
    else appendToFile(this.#path, toCsv([answer], this.#columns, { header: false }));
  }

  get all(): readonly ProbeAnswer[] {
    return this.#all;
  }

  of(release: string, probe: string): ProbeAnswer | undefined {
    return this.#all.find((each) => each.release === release && each.probe === probe);
  }
}
