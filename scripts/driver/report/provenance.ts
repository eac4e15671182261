import { join } from "node:path";
import { counted } from "../command-line/counted.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { withoutOptions } from "../command-line/without-options.ts";
import { commandWords } from "../files/command-words.ts";
import { textIfThere } from "../files/read-file.ts";
import { visibleText } from "./visible-text.ts";

/** Where figures come from, as far as the run's `environment.json` says. `""` is "not known". */
export interface Provenance {
  readonly run: string;
  /** A hash that tells machines apart. */
  readonly machineId: string;
  /** The machine in words: processor, cores, memory, system. */
  readonly machine: string;
  /** Each of several, with its name in the files. */
  readonly machines: readonly string[];
  readonly cores: number | undefined;
  /** How many cores' worth of time the run was allowed, where that was limited. */
  readonly cpuQuota: number | undefined;
  /** Each runtime with its version and engine. */
  readonly runtimes: readonly string[];
  /** Each runtime with its version. */
  readonly labels: readonly string[];
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string;
  /** One sentence for each shard of it that is not there. */
  readonly missing: readonly string[];
  /** A line that runs the same again, quoted for a shell. */
  readonly command: string;
  readonly seed: string;
  /** Version of worker-matrix that measured. */
  readonly suite: string;
  /** Everything else that it says, as names and texts. */
  readonly settings: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads `environment.json`, whatever is in it.
 *
 * @param gaps is told what is missing
 */
export function readProvenance(folder: string, run: string, script: string, gaps: string[]): Provenance {
  const environment = readJson(join(folder, "environment.json"), gaps);
  const machine = objectOf(environment.machine);
  const machines = listOf(environment.machines).map(objectOf);
  const missing = listOf(objectOf(environment.merged).missing).map(textOf);
  gaps.push(...missing);
  const runtimes = listOf(environment.runtimes).map(objectOf);
  const cores = Number(machine.cores);
  const quota = Number(machine.cpuQuota);
  return {
    run,
    machineId: textOf(machine.id),
    machine: machineText(machine),
    machines: machines.map((each) => `${textOf(each.name)}: ${machineText(each)}`),
    cores: cores > 0 ? cores : undefined,
    cpuQuota: quota > 0 ? quota : undefined,
    runtimes: runtimes.map(runtimeText).filter(Boolean),
    labels: runtimes.map(({ label }) => textOf(label)).filter(Boolean),
    started: textOf(environment.started),
    finished: textOf(environment.finished),
    missing,
    command: command(script, environment),
    seed: textOf(environment.seed),
    suite: textOf(environment.version),
    settings: Object.entries({ ...objectOf(environment.settings), loadBefore: environment.loadBefore })
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [visibleText(name), visibleText(settingText(value))] as const),
  };
}

function machineText(machine: Record<string, unknown>): string {
  const [cores, present, quota, memory] = [
    machine.cores,
    machine.coresPresent,
    machine.cpuQuota,
    machine.memoryMb,
  ].map(Number) as [number, number, number, number];
  return [
    textOf(machine.cpu),
    cores > 0 ? coresText(cores, present, quota) : "",
    memory > 0 ? `${(memory / 1024).toFixed(1)} GiB` : "",
    [textOf(machine.os), textOf(machine.arch)].filter(Boolean).join(" "),
  ]
    .filter(Boolean)
    .join(", ");
}

/** The day, and the minute in UTC: `2026-11-23 15:04 UTC`. */
export function momentText(iso: string): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso);
  return found ? `${found[1]} ${found[2]} UTC` : iso;
}

/** Everything in one line, for below a table or a chart. */
export function provenanceText(provenance: Provenance): string {
  const { machine, labels, started, seed, command } = provenance;
  return [machine, labels.join(", "), momentText(started), seed && `seed ${seed}`, command]
    .filter(Boolean)
    .join(" · ");
}

/** Runs that were bound to some of the cores, or to a part of their time, say so. */
function coresText(cores: number, present: number, quota: number): string {
  if (quota > 0) return `${counted(present, "core")} with a CPU quota of ${quota}`;
  if (present > cores) return `${cores} of ${present} cores`;
  return counted(cores, "core");
}

function runtimeText({ label, engine, status, reason }: Record<string, unknown>): string {
  const note =
    textOf(engine) || [status === "ready" ? "" : textOf(status), textOf(reason)].filter(Boolean).join(": ");
  return note ? `${textOf(label)} (${note})` : textOf(label);
}

function command(script: string, { commandLine, seed }: Record<string, unknown>): string {
  if (!Array.isArray(commandLine)) return "";
  // Whoever runs the same again needs a folder of their own.
  const typed = withoutOptions(commandLine.map(textOf), "out");
  const hasSeed = typed.some((argument) => /^--seed(?:=|$)/.test(argument));
  const seeded = hasSeed || textOf(seed) === "" ? typed : [...typed, "--seed", textOf(seed)];
  return typedCommand([...commandWords(script.replace(/\.mjs$/, "")), ...seeded]);
}

function settingText(value: unknown): string {
  if (typeof value !== "object" || value === null) return textOf(value);
  if (Array.isArray(value)) return value.map(settingText).join("; ");
  return Object.entries(value)
    .map(([name, each]) => `${name} ${settingText(each)}`)
    .join(", ");
}

function readJson(path: string, gaps: string[]): Record<string, unknown> {
  const text = textIfThere(path);
  if (text === undefined) {
    gaps.push("environment.json is missing: machine, versions, date and command are not known");
    return {};
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return objectOf(parsed);
    gaps.push("environment.json does not hold an object: machine, versions, date and command are not known");
  } catch (error) {
    gaps.push(`environment.json cannot be read (${visibleText((error as Error).message)})`);
  }
  return {};
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? visibleText(String(value))
    : "";
}
