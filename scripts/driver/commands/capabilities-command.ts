import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import type { Surroundings } from "../bouts/bout.ts";
import { describeRun, describeRuntimes, type Environment, readEnvironment } from "../bouts/environment.ts";
import { findProbes, type Probe } from "../bouts/probe.ts";
import { ProbeAnswers } from "../bouts/probe-answers.ts";
import { makeDatedFolder, makeRunFolder } from "../bouts/run-folder.ts";
import { startWatchdog } from "../bouts/watchdog.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { interruption } from "../command-line/interruption.ts";
import { StatusLine } from "../command-line/status-line.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { version } from "../command-line/version.ts";
import { streamBeside } from "../files/destination.ts";
import { probesFolder, resultsFolder } from "../files/folders.ts";
import { folderHash } from "../files/module-files.ts";
import { shownPath } from "../files/shown-path.ts";
import { checkWritable, replaceFile } from "../files/write-file.ts";
import { CacheLimit } from "../releases/cache-limit.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { findRange, type ReleaseRange } from "../releases/release-range.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { cacheFolder } from "../releases/runtime-cache.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";
import { publishCapabilities } from "../report/capabilities/publish-capabilities.ts";
import {
  type CapabilitiesOptions,
  capabilitiesHelp,
  readCapabilitiesOptions,
} from "./capabilities-options.ts";
import { isJavaScript } from "./prepare.ts";
import { ProbeSession } from "./probe-session.ts";
import { runCommand } from "./run-command.ts";
import { searchRange } from "./search-range.ts";

/** `capabilities.mjs`: what a release's workers can do. Resolves to the exit status. */
export function capabilitiesCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const request = readCapabilitiesOptions(args);
    if (request.kind === "help") return print(capabilitiesHelp());
    if (request.kind === "version") return print(version);
    const watchdog = startWatchdog();
    const surroundings = { signal: interruption(), watchdog, stream: process.stderr };
    try {
      if (request.kind === "resume") return await resume(request.folder, surroundings);
      if (request.kind === "list") return await list(request.options, surroundings);
      return await start(args, request.options, surroundings);
    } finally {
      watchdog.close();
    }
  });
}

/** What the options name, found. */
interface Prepared {
  readonly probes: readonly Probe[];
  readonly runtimes: readonly JavaScriptRuntime[];
  readonly ranges: readonly ReleaseRange[];
}

async function prepare(options: CapabilitiesOptions, { signal, stream }: Surroundings): Promise<Prepared> {
  const probes = findProbes(options.probes);
  const notice = (line: string): void => void stream.write(`${line}\n`);
  const ranges: ReleaseRange[] = [];
  for (const range of options.ranges) {
    ranges.push(await findRange(range, range.runtime.scripts.supported, signal));
  }
  const found = await resolveRuntimes(options.specs, { signal, notice, starts: "scripts" });
  const stranger = found.find((runtime) => !isJavaScript(runtime));
  if (stranger !== undefined) {
    throw new BadInput(`Cannot ask ${stranger.spec}: expected releases of Node, Deno or Bun`);
  }
  return { probes, ranges, runtimes: found.filter(isJavaScript) };
}

async function list(options: CapabilitiesOptions, surroundings: Surroundings): Promise<number> {
  const { probes, runtimes, ranges } = await prepare(options, surroundings);
  const width = Math.max(...probes.map(({ name }) => name.length));
  const lines = probes.map(({ name, about }) => `${name.padEnd(width)}  ${about}`);
  const releases = [
    ...runtimes.map(({ label }) => label),
    ...ranges.map(
      ({ spec, versions }) =>
        `${spec.text}: ${versions.length} releases, ${versions[0]} to ${versions.at(-1)}`,
    ),
  ];
  return print(
    `${lines.join("\n")}\n\n${probes.length} probes, ${options.repeats} times each, under\n${releases.join("\n")}`,
  );
}

async function start(
  args: readonly string[],
  options: CapabilitiesOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { out, json, repeats, timeoutMs } = options;
  if (out !== undefined && existsSync(out)) {
    throw new BadInput(
      `Cannot write to "${out}": it exists; name a new folder, or go on with that run with --resume`,
    );
  }
  if (json !== undefined) checkWritable("--json", json);
  const prepared = await prepare(options, surroundings);
  const path = out ?? makeDatedFolder(`${resultsFolder}capabilities-`);
  if (out !== undefined) makeRunFolder(path);
  const plan = { cells: [], groups: [] };
  const settings = {
    repeats,
    timeoutMs,
    probes: prepared.probes.length,
    probesSha256: folderHash(probesFolder),
  };
  const { seed: _, ...environment } = await describeRun({ path, name: basename(path) }, args, 0, settings, {
    runtimes: prepared.runtimes,
    plan,
  });
  return ask(path, options, prepared, environment, surroundings);
}

async function resume(path: string, surroundings: Surroundings): Promise<number> {
  const environment = readEnvironment(path);
  const earlier = readCapabilitiesOptions(environment.commandLine);
  if (earlier.kind !== "run" || !existsSync(join(path, "capabilities.csv"))) {
    throw new BadInput(`Cannot resume "${path}": it is no run of capabilities.mjs with answers`);
  }
  if (folderHash(probesFolder) !== environment.settings.probesSha256) {
    throw new BadInput(`Cannot resume "${path}": the probes have changed since; begin a new run`);
  }
  const prepared = await prepare(earlier.options, surroundings);
  return ask(path, earlier.options, prepared, environment, surroundings);
}

/** Asks what is not known yet, and publishes all. */
async function ask(
  path: string,
  options: CapabilitiesOptions,
  { probes, runtimes, ranges }: Prepared,
  environment: Omit<Environment, "seed">,
  surroundings: Surroundings,
): Promise<number> {
  const { signal, stream } = surroundings;
  const answers = new ProbeAnswers(path, basename(path));
  answers.restore();
  const write = (ended: object): void =>
    replaceFile(
      join(path, "environment.json"),
      `${JSON.stringify({ ...environment, ...ended }, undefined, 2)}\n`,
    );
  write({});
  const line = new StatusLine(stream);
  const session = new ProbeSession(options, answers, line, surroundings);
  const limit = new CacheLimit(cacheFolder(), options.cacheLimit);
  await limit.use(async () => runtimes);
  const used = [...runtimes];
  for (const runtime of runtimes) await session.ask(runtime, probes);
  // One range installs while another one is asked.
  const asked = await Promise.all(
    ranges.map((range) => searchRange(range, probes, session, answers, { signal, line, limit, used })),
  );
  line.clear();
  const isDone = !signal.aborted;
  const ended = {
    runtimes: byLabel([...environment.runtimes, ...describeRuntimes(used)]),
    ...(isDone && { finished: new Date().toISOString() }),
  };
  write(ended);
  const releases = runtimes.map(({ label }) => label);
  publishCapabilities(
    {
      path,
      probes,
      releases,
      ranges: asked,
      answers: answers.all,
      environment: { ...environment, ...ended },
    },
    { json: options.json, stream: streamBeside(options.json) },
  );
  if (!isDone) {
    process.stderr.write(
      `Interrupted. What is known is there; go on with ${typedCommand(["--resume", shownPath(path)])}\n`,
    );
    return 130;
  }
  const missing = asked.flatMap(({ missing }) => [...missing.values()]);
  if (asked.length > 0 && answers.all.length === 0)
    throw new RuntimeUnavailable(missing[0] ?? "No release could be asked");
  return 0;
}

/** Each once, also those that an earlier session of the run has asked. */
function byLabel(runtimes: Environment["runtimes"]): Environment["runtimes"] {
  return [...new Map(runtimes.map((runtime) => [runtime.label, runtime])).values()];
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
