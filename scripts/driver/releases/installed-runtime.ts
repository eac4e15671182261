import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Reference } from "../../../runners/references/reference.ts";
import type { Runtime } from "../../../runners/runtime.ts";
import type { Access } from "../command-line/access.ts";
import { repository } from "../files/folders.ts";
import { measuredEnvironment } from "./measured-environment.ts";
import type { Identity } from "./runtime-identity.ts";

/** What a spec has become: a binary that can be started, or a reference that is not on this machine. */
export type InstalledRuntime = JavaScriptRuntime | ReferenceRuntime | MissingReference;

/** A release of Node, Deno or Bun. */
export interface JavaScriptRuntime extends Ready {
  readonly kind: "javascript";
  /** What the user wants it to be started with, such as `--no-maglev`. */
  readonly flags: readonly string[];
  /** What starts a program of ours, a file in TypeScript or JavaScript, under it. */
  command(program: URL | string, args?: readonly string[], options?: CommandOptions): Command;
  /** What starts a script that knows nothing of us, with everything allowed. */
  scriptCommand(script: string, args?: readonly string[]): Command;
}

/** A runtime as it is known everywhere, also where it is not installed: what files and reports say of it. */
export type KnownRuntime = KnownRelease | MissingReference;

/** A release without what it takes to start it. */
export interface KnownRelease
  extends Pick<Ready, "status" | "spec" | "name" | "version" | "engine" | "source" | "label"> {
  readonly kind: "javascript" | "reference";
  readonly flags?: readonly string[];
}

/** Another language's runtime, with a program of its own. */
export interface ReferenceRuntime extends Ready {
  readonly kind: "reference";
}

/** A reference runtime that is not there: a row with that status, no error. */
export interface MissingReference {
  readonly status: "not installed";
  readonly kind: "reference";
  /** The spec as it was given. */
  readonly spec: string;
  readonly name: string;
  /** How its cells are called: the spec. */
  readonly label: string;
  /** One line. */
  readonly reason: string;
}

interface Ready {
  readonly status: "ready";
  /** The spec as it was given. */
  readonly spec: string;
  readonly name: string;
  /** As the binary itself says, such as `26.10.0`; of a Python without GIL `3.14.0t`. */
  readonly version: string;
  /** As the binary itself says, such as `V8 14.6.202.34-node.34`. */
  readonly engine: string;
  /** The binary. */
  readonly path: string;
  /** Where it comes from. */
  readonly source: "npm ci" | "cache" | "system" | "path";
  /** How its cells are called: `name@version` with its flags, or the spec where two specs have come to the same version. */
  readonly label: string;
  /** What starts the program that measures one cell under it: `runners/cell/run-cell.ts`, or its own counterpart. */
  cellCommand(args?: readonly string[], options?: CommandOptions): Command;
}

interface CommandOptions {
  /** The workload's module that the program is going to load: what is not one of ours gets a hook for its imports. */
  readonly workload?: string;
  /** The folder that the program may write to. */
  readonly writes?: string;
  /** The program may start programs. */
  readonly runs?: boolean;
}

/** What a process is started with: no shell, and no other environment than this. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What is known of a runtime's binary when it has been found. */
export type Found = Pick<Ready, "spec" | "source" | "label"> & Identity & { readonly path: string };

/**
 * @param flags those of the user
 * @param keeps folder for what this release wants to keep
 * @param access what its processes get beyond what they need
 */
export function javaScriptRuntime(
  found: Found,
  runtime: Runtime,
  flags: readonly string[],
  keeps: string,
  access: Access,
): JavaScriptRuntime {
  const { version } = found;
  const command: JavaScriptRuntime["command"] = (program, args = [], options = {}) => {
    const launch = runtime.launch({
      file: program instanceof URL ? fileURLToPath(program) : path.resolve(program),
      version,
      flags,
      loadsOutsiders: options.workload !== undefined && isOutside(options.workload),
      writes: access.write === "all" ? "all" : [...(options.writes ? [options.writes] : []), ...access.write],
      connects: access.net,
      runs: options.runs ?? false,
      keeps,
    });
    return {
      file: found.path,
      args: [...launch.args, ...args],
      env: measuredEnvironment(launch.env, access.env),
    };
  };
  const scriptCommand: JavaScriptRuntime["scriptCommand"] = (script, args = []) => {
    const launch = runtime.scripts.launch({ file: path.resolve(script), flags, keeps });
    return {
      file: found.path,
      args: [...launch.args, ...args],
      env: measuredEnvironment(launch.env, access.env),
    };
  };
  const cellCommand: Ready["cellCommand"] = (args, options) =>
    command(runner("cell/run-cell.ts"), args, options);
  return {
    ...{ status: "ready", kind: "javascript", name: runtime.name, flags },
    ...found,
    ...{ command, scriptCommand, cellCommand },
  };
}

/** @param start what runs its program: the binary and the first arguments */
export function referenceRuntime(
  found: Found,
  reference: Reference,
  start: readonly [file: string, ...args: string[]],
  access: Access,
): ReferenceRuntime {
  const [file, ...first] = start;
  const env = measuredEnvironment({}, [...reference.variables, ...access.env]);
  const cellCommand: Ready["cellCommand"] = (args = []) => ({ file, args: [...first, ...args], env });
  return { status: "ready", kind: "reference", name: reference.name, ...found, cellCommand };
}

/** The path of a file in `runners/`. */
export function runner(file: string): string {
  return `${repository}runners/${file}`;
}

function isOutside(file: string): boolean {
  const inside = path.relative(`${repository}shared`, path.resolve(file));
  return inside.startsWith("..") || path.isAbsolute(inside);
}
