import { createHash } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { references } from "../../../runners/references/references.ts";
import type { Runtime } from "../../../runners/runtime.ts";
import { type Access, noAccess } from "../command-line/access.ts";
import { findReference } from "./find-reference.ts";
import type { InstalledRuntime } from "./installed-runtime.ts";
import { javaScriptRuntime } from "./installed-runtime.ts";
import { type Location, locateRuntime } from "./locate-runtime.ts";
import { thisMachine } from "./machine.ts";
import { npmVersions } from "./npm.ts";
import { cacheFolder } from "./runtime-cache.ts";
import { askProgram, identifyProgram, identifyScript, requireKnownFlags } from "./runtime-identity.ts";
import { installReleases } from "./runtime-install.ts";
import { requireSupported } from "./runtime-release.ts";
import { parseRuntimeSpec, type RuntimeSpec } from "./runtime-spec.ts";

export interface ResolveOptions {
  /** Folder for releases; the one of `cacheFolder` unless said. */
  readonly cache?: string;
  /** What relative paths in specs start from. */
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** What the processes of these runtimes get beyond what they need; nothing unless said. */
  readonly access?: Access;
  /** What is to be started under them: programs of ours unless said, or scripts, which older releases run too. */
  readonly starts?: "programs" | "scripts";
  /** Is told what is being installed, and what could not be asked, a line each. */
  readonly notice?: (line: string) => void;
}

/**
 * Turns specs into binaries that can be started, one for each spec and in their order; installs what is missing, and
 * asks each binary who it is.
 *
 * @throws {BadInput} when a spec is wrong: before anything is looked up, where the text alone shows it
 * @throws {RuntimeUnavailable} when a release cannot be installed, or a binary does not start
 */
export async function resolveRuntimes(
  specs: readonly string[],
  {
    cache = cacheFolder(),
    cwd = process.cwd(),
    signal,
    access = noAccess,
    starts = "programs",
    notice = () => {},
  }: ResolveOptions = {},
): Promise<InstalledRuntime[]> {
  const parsed = specs.map((spec) => parseRuntimeSpec(spec, cwd));
  const supported = (runtime: Runtime): string =>
    starts === "scripts" ? runtime.scripts.supported : runtime.supported;
  const context = { supported, cache, machine: thisMachine(), versions: npmVersions(signal), notice, signal };
  const locations = await allInOrder(
    parsed.map(async (spec) => (spec.name in references ? undefined : await locateRuntime(spec, context))),
  );

  const wanted = locations.flatMap((location) => location?.release ?? []);
  await installReleases(wanted, cache, { signal, notice });

  const found = await allInOrder(
    parsed.map((spec, index) => {
      const location = locations[index];
      return location === undefined
        ? findReference(spec, { cache, access, signal })
        : startable(spec, location, { cache, access, signal, starts, supported });
    }),
  );
  return found.map((runtime, index) =>
    found.some((other, place) => isLookAlike(runtime, other) && specs[place] !== specs[index])
      ? { ...runtime, label: runtime.spec }
      : runtime,
  );
}

function isLookAlike(runtime: InstalledRuntime, other: InstalledRuntime): boolean {
  return runtime !== other && runtime.label === other.label;
}

/** Asks a binary who it is, by the way that all its programs will be started. */
async function startable(
  spec: RuntimeSpec,
  { runtime, version, file, source, build, anew }: Location,
  {
    cache,
    access,
    signal,
    starts,
    supported,
  }: {
    cache: string;
    access: Access;
    signal: AbortSignal | undefined;
    starts: "programs" | "scripts";
    supported: (runtime: Runtime) => string;
  },
): Promise<InstalledRuntime> {
  const { flags } = spec;
  const keeps = path.join(cache, "kept", keptAs(`${runtime.name}@${version}`, flags));
  const launch =
    starts === "scripts"
      ? runtime.scripts.launch({ file: identifyScript, flags, keeps })
      : runtime.launch({
          file: identifyProgram,
          version,
          flags,
          loadsOutsiders: false,
          writes: [],
          connects: [],
          runs: false,
          keeps,
        });
  const identity = await askProgram(spec, file, launch, anew, signal);
  await requireKnownFlags(spec, file, runtime, signal);
  // A canary says which release it leads to; its own name is the one that it is published under.
  const known = source === "cache" ? version : identity.version;
  requireSupported(spec, known, supported(runtime));
  const engine = build === undefined ? identity.engine : `${identity.engine} (${build})`;
  const label = [`${runtime.name}@${known}`, ...flags].join(" ");
  return javaScriptRuntime(
    { spec: spec.text, version: known, engine, path: identity.path, source, label },
    runtime,
    flags,
    keeps,
    access,
  );
}

/** A folder for each set of flags: under others, a release throws away what it has kept. */
function keptAs(release: string, flags: readonly string[]): string {
  if (flags.length === 0) return release;
  return `${release}-${createHash("sha256").update(flags.join(" ")).digest("hex").slice(0, 12)}`;
}

/** Waits for all, then gives their values, or throws what the first of them in order failed with. */
async function allInOrder<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
