import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Launch, Runtime } from "../../../runners/runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { isExecutable } from "./command-on-path.ts";
import { userEnvironment } from "./measured-environment.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";
import { type NoAnswer, startFailure } from "./start-failure.ts";

/** Who a binary says it is. */
export interface Identity {
  readonly version: string;
  readonly engine: string;
  /** The binary itself, where what was started is only a way to it. */
  readonly path?: string;
}

/**
 * The version that a binary of the user's answers `--version` with.
 *
 * @throws {BadInput} when it is no binary, or not one of that runtime
 */
export async function askVersion(
  spec: RuntimeSpec,
  file: string,
  { versionLine }: Runtime,
  signal?: AbortSignal,
): Promise<string> {
  requireBinary(spec, file);
  const { stdout, failed } = await ask(file, ["--version"], signal);
  const [, version] = versionLine.exec(stdout) ?? [];
  if (failed || version === undefined) throw stranger(spec, file, stdout);
  return version;
}

/**
 * Who a JavaScript runtime's binary is, by a program of ours that it runs. So it is also known that it runs them.
 *
 * @param anew what brings the binary anew, should it be broken
 * @throws {BadInput} when it is another runtime than the spec says, does not start with its flags, or may not run programs in this folder
 * @throws {RuntimeUnavailable} when the program does not run
 */
export async function askProgram(
  spec: RuntimeSpec,
  file: string,
  launch: Launch,
  anew: string | undefined,
  signal?: AbortSignal,
): Promise<Identity & { readonly path: string }> {
  const answer = await ask(file, launch.args, signal, launch.env);
  const said = answer.failed ? undefined : parseJson(answer.stdout);
  if (!isRecord(said) || typeof said.name !== "string") {
    const failure = `Cannot start ${spec.text} (${file}): ${startFailure(answer, anew)}`;
    if (spec.flags.length > 0) throw new BadInput(failure);
    if (!identifyProgram.includes("?")) throw new RuntimeUnavailable(failure);
    throw new BadInput(
      `${failure}; some releases take the ? in a path for its end: move worker-matrix to another folder`,
    );
  }
  if (said.name !== spec.name) throw stranger(spec, file, `${said.name} ${said.version}`);
  return said as unknown as Identity & { path: string };
}

/** Refuses flags that a runtime starts with, and ignores. @throws {BadInput} */
export async function requireKnownFlags(
  { text, flags }: RuntimeSpec,
  file: string,
  { name, flagsHelp }: Runtime,
  signal?: AbortSignal,
): Promise<void> {
  if (flags.length === 0 || flagsHelp === undefined) return;
  const { stdout, stderr } = await ask(file, flagsHelp, signal);
  const known = new Set(`${stdout} ${stderr}`.match(/(?<![\w-])--?[\w-]+/g));
  const unknown = flags.find((flag) => flag.startsWith("-") && !known.has(flag.split("=")[0] ?? ""));
  if (unknown === undefined) return;
  throw new BadInput(
    `Cannot use ${text}: "${name} ${flagsHelp.join(" ")}" has no ${unknown}, and ${name} ignores what it does not know`,
  );
}

/** The program that `askProgram` runs. */
export const identifyProgram: string = fileURLToPath(
  new URL("../../../runners/cell/identify.ts", import.meta.url),
);

/** The same for a release that may not run our programs. */
export const identifyScript: string = fileURLToPath(
  new URL("../../../runners/capabilities/identify.mjs", import.meta.url),
);

/** @throws {BadInput} when a path of the user's is not a file that can be run */
export function requireBinary(spec: RuntimeSpec, file: string): void {
  if (isExecutable(file)) return;
  const wrong = !existsSync(file)
    ? "there is no such file"
    : statSync(file).isDirectory()
      ? `that is a folder; expected the binary in it, such as ${path.join(file, "bin", spec.name)}`
      : "that file is not executable";
  throw new BadInput(`Cannot use ${spec.text}: ${wrong}`);
}

/** The error for a binary that is not what its spec says. */
export function stranger(spec: RuntimeSpec, file: string, printed: string): BadInput {
  const [line = ""] = printed.split("\n");
  return new BadInput(
    `Cannot use ${spec.text}: ${file} is not ${spec.name}${line === "" ? "" : `, it says ${JSON.stringify(line.slice(0, 80))}`}`,
  );
}

interface Answer extends NoAnswer {
  readonly failed: boolean;
}

/** Runs a binary in the user's environment, and never fails: what it printed, and how it ended. */
export async function ask(
  file: string,
  args: readonly string[],
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const {
    stdout,
    stderr,
    failed,
    code,
    cause,
    signal: killer,
    exitCode,
  } = await execa(file, args, {
    env: { ...userEnvironment(), ...env },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    timeout: 30_000,
    maxBuffer: 100_000,
    ...(signal && { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  const { errno } = (cause ?? {}) as NodeJS.ErrnoException;
  return { stdout, stderr, failed, code, errno, killer, exitCode };
}

/** What JSON says, or `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
