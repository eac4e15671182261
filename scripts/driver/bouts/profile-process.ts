import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FixedWork } from "../../../runners/cell/cell-request.ts";
import { runtimes } from "../../../runners/current-runtime.ts";
import type { Contender } from "./contender.ts";
import { type LaunchOptions, launch, type Outcome } from "./launch.ts";

/** What one profiled process came to. */
export interface Profiled {
  readonly outcome: Outcome;
  /** The files of its threads; none where the runtime writes none. */
  readonly files: readonly string[];
}

/**
 * Runs a fixed amount of work in one fresh process under the runtime's own profiler, which slows it down: its times are compared with
 * those of other profiled processes only.
 *
 * @param name what the files of this process begin with
 */
export async function profileProcess(
  contender: Contender,
  fixed: FixedWork,
  { folder, name }: { readonly folder: string; readonly name: string },
  options: Omit<LaunchOptions, "effort">,
): Promise<Profiled> {
  const own = join(folder, `.${name}`);
  mkdirSync(own, { recursive: true });
  const { runtime } = contender;
  const profile = runtimes[runtime.name]?.profile(own) ?? { args: [], env: {} };
  const profiled: Contender = {
    ...contender,
    runtime: {
      ...runtime,
      cellCommand(args = [], access = {}) {
        const command = runtime.cellCommand(args, access);
        // Before the program, behind all that its runtime is given besides.
        const program = command.args.length - args.length - 1;
        return {
          ...command,
          args: command.args.toSpliced(program, 0, ...profile.args),
          env: { ...command.env, ...profile.env },
        };
      },
    },
  };
  const effort = { warmUpMs: 0, minSamples: 1, maxSamples: 1, sampleMs: 0, fixed };
  const outcome = await launch(profiled, { ...options, effort });
  const files = readdirSync(own)
    .filter((file) => file.endsWith(".cpuprofile"))
    .sort()
    .map((file, index) => {
      const kept = join(folder, `${name}${index === 0 ? "" : `-thread-${index}`}.cpuprofile`);
      renameSync(join(own, file), kept);
      return kept;
    });
  rmSync(own, { recursive: true });
  return { outcome, files };
}

/** A profile that was written whole; `undefined` for one that was cut off. */
export function readProfile<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}
