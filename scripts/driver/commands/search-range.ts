import type { Surroundings } from "../bouts/bout.ts";
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
  readonly surroundings: Surroundings;
  readonly line: StatusLine;
  readonly limit: CacheLimit;
  /** Releases that stay in the cache. */
  readonly kept: readonly JavaScriptRuntime[];
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
  { surroundings, line, limit, kept, used }: SearchSurroundings,
): Promise<AskedRange> {
  const { versions } = range;
  const { signal, stream } = surroundings;
  const missing = new Map<number, string>();
  const notice = (text: string): void => line.say(text);
  const asked: AskedRange = { range, missing };

  const install = async (place: number): Promise<JavaScriptRuntime | undefined> => {
    try {
      const found = await resolveRuntimes([releaseLabel(range, place)], {
        signal,
        starts: "scripts",
        notice,
      });
      return found.find(isJavaScript);
    } catch (error) {
      if (!(error instanceof RuntimeUnavailable)) throw error;
      missing.set(place, error.message);
      stream.write(`${error.message}\n`);
      return undefined;
    }
  };
  const askAll = async (wanted: readonly Wanted<Probe>[]): Promise<void> => {
    for (let at = 0; at < wanted.length && !signal.aborted; at += batch) {
      const some = wanted.slice(at, at + batch);
      const labels = some.map(({ place }) => releaseLabel(range, place));
      // Together this is far quicker; what cannot be had is found out one by one.
      await resolveRuntimes(labels, { signal, starts: "scripts", notice }).catch((error: unknown) => {
        if (!(error instanceof RuntimeUnavailable)) throw error;
      });
      for (const { place, names } of some) {
        if (signal.aborted) return;
        const runtime = await install(place);
        if (runtime === undefined) continue;
        used.push(runtime);
        await session.ask(runtime, names);
      }
      await limit.trim(kept.map(({ path }) => path));
    }
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
