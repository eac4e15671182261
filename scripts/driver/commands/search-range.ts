import type { Probe } from "../bouts/probe.ts";
import type { ProbeAnswers } from "../bouts/probe-answers.ts";
import type { StatusLine } from "../command-line/status-line.ts";
import { type Wanted, wantedNext } from "../judge/capabilities/since.ts";
import type { CacheLimit } from "../releases/cache-limit.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import type { ReleaseRange } from "../releases/release-range.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";
import { type AskedRange, knownAt, releaseLabel } from "../report/capabilities/asked-range.ts";
import { isJavaScript } from "./prepare.ts";
import type { ProbeSession } from "./probe-session.ts";

interface SearchSurroundings {
  readonly signal: AbortSignal;
  readonly line: StatusLine;
  readonly limit: CacheLimit;
  /** Is added to: all that were asked. */
  readonly used: JavaScriptRuntime[];
}

/** So many releases are installed together. */
const batch = 4;

/**
 * Looks for the first release of a range that has each capability. The ends are asked everything; then, wherever an answer changes between two neighbours, the one in the middle is asked, for that alone.
 */
export async function searchRange(
  range: ReleaseRange,
  probes: readonly Probe[],
  session: ProbeSession,
  answers: ProbeAnswers,
  { signal, line, limit, used }: SearchSurroundings,
): Promise<AskedRange> {
  const { versions } = range;
  const missing = new Map<number, string>();
  const notice = (text: string): void => line.say(text);
  const asked: AskedRange = { range, missing };

  const installed = async (labels: readonly string[]): Promise<readonly JavaScriptRuntime[]> =>
    (await resolveRuntimes(labels, { signal, starts: "scripts", notice })).filter(isJavaScript);
  /** Together this is far quicker; what cannot be had is found out one by one. */
  const install = async (places: readonly number[]): Promise<readonly JavaScriptRuntime[]> => {
    try {
      return await installed(places.map((place) => releaseLabel(range, place)));
    } catch (error) {
      if (!(error instanceof RuntimeUnavailable)) throw error;
      const [only, ...others] = places;
      if (only !== undefined && others.length === 0) {
        missing.set(only, error.message);
        line.say(error.message);
        return [];
      }
      const found: JavaScriptRuntime[] = [];
      for (const place of places) found.push(...(await install([place])));
      return found;
    }
  };
  const askAll = async (wanted: readonly Wanted<Probe>[]): Promise<void> => {
    const { found, release } = await limit.use(() => install(wanted.map(({ place }) => place)));
    try {
      for (const { place, names } of wanted) {
        const runtime = found.find(({ spec }) => spec === releaseLabel(range, place));
        if (runtime === undefined || signal.aborted) continue;
        used.push(runtime);
        await session.ask(runtime, names);
      }
    } finally {
      release();
    }
    await limit.trim();
  };
  const next = (): Wanted<Probe>[] => {
    const capabilities = probes.map((probe) => ({ name: probe, known: knownAt(asked, probe, answers.all) }));
    return wantedNext(capabilities, versions.length, new Set(missing.keys()));
  };

  try {
    await askAll([0, versions.length - 1].map((place) => ({ place, names: probes })));
    for (let wanted = next(); wanted.length > 0 && !signal.aborted; wanted = next()) {
      await askAll(wanted.slice(0, batch));
    }
  } catch (error) {
    // Interrupted while it installed: what is known is published.
    if (!signal.aborted) throw error;
  }
  return asked;
}
