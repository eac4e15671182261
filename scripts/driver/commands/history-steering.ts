import { existsSync } from "node:fs";
import type { Contender } from "../bouts/contender.ts";
import type { FollowedCell, Place } from "../bouts/history-plan.ts";
import type { Standing } from "../bouts/next-bouts.ts";
import type { Group } from "../bouts/plan.ts";
import { counted } from "../command-line/counted.ts";
import type { Chronicle } from "../judge/history/chronicle.ts";
import { type Boundary, mostBouts } from "../judge/history/levels.ts";
import type { Judgements } from "../judge/judgements.ts";
import type { DeferredRuntime } from "../releases/deferred-runtime.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { concernsOneRelease, RuntimeUnavailable } from "../releases/runtime-unavailable.ts";
import type { Steering } from "./measuring-command.ts";

/** What a history goes by while it is measured. */
export interface HistorySearch {
  readonly chronicle: Chronicle;
  readonly judgements: Judgements;
  /** The releases, by their places. */
  readonly releases: readonly DeferredRuntime[];
  readonly signal: AbortSignal;
  /** Installs a release. @throws {RuntimeUnavailable} */
  install(label: string): Promise<JavaScriptRuntime>;
  /** All but these may go from the cache: they are installed again where they are needed later. */
  keepOnly(labels: readonly string[]): Promise<void>;
}

/** So many releases are measured side by side: the others need not be installed meanwhile. */
const together = 4;

/**
 * Says what is measured next for a history. First each release gets the bouts with the reference that all get, some releases at a time: first both ends of the range, then
 * those between, in ever smaller steps. Where the level then seems to change, the two neighbours meet; releases whose level is doubtful get more bouts. All that follows from
 * what was measured, so that a history that is gone on with takes the same way.
 */
export class HistorySteering implements Steering {
  readonly #search: HistorySearch;
  readonly #order: readonly Place[];
  /** What is measured now. */
  #again = new Set<Group>();
  #bouts = new Set<Group>();

  constructor(search: HistorySearch) {
    this.#search = search;
    this.#order = coarseToFine(search.releases.length);
  }

  async grow(): Promise<void> {
    const { plan } = this.#search.chronicle;
    for (;;) {
      if (this.#search.signal.aborted || plan.halted !== undefined) return this.#measure([], []);
      const next = this.#next();
      const places = new Set([
        ...next.again.flatMap(({ places }) => places),
        ...next.bouts.flatMap(({ place }) => place),
      ]);
      const absent = [...places].find((place) => !this.#isHere(place));
      if (absent === undefined) {
        const { releases, keepOnly } = this.#search;
        await keepOnly([...places].flatMap((place) => releases[place]?.label ?? []));
        return this.#measure(
          next.again.map(({ group }) => group),
          next.bouts.map(({ group }) => group),
        );
      }
      await this.#install(absent);
    }
  }

  standing(group: Group): Standing {
    if (this.#again.has(group)) {
      const missing = this.#search.judgements.standing(group);
      return { need: "confirm", missing: Math.max(1, missing.missing) };
    }
    return { need: this.#bouts.has(group) ? "decide" : "settled", missing: 0 };
  }

  wanted({ contenders }: Group): readonly Contender[] {
    return contenders;
  }

  progress(): string {
    const { chronicle, releases } = this.#search;
    const known = releases.filter((_, place) => this.#isSurveyed(place)).length;
    const figures = chronicle.cells.flatMap((each) => each.figures);
    const steps = figures.reduce((sum, { levels }) => sum + levels.steps.length, 0);
    return [
      `${known} of ${counted(releases.length, "release")} measured`,
      `${counted(steps, "step")} found`,
      ...(this.#again.size > 0 ? [`${this.#again.size} measured again`] : []),
    ].join(", ");
  }

  #measure(again: readonly Group[], bouts: readonly Group[]): void {
    this.#again = new Set(again);
    this.#bouts = new Set(bouts);
  }

  /** What is to be measured now, with the releases that it takes. */
  #next(): {
    readonly again: readonly { readonly group: Group; readonly places: readonly Place[] }[];
    readonly bouts: readonly { readonly group: Group; readonly place: Place }[];
  } {
    const { chronicle } = this.#search;
    const { plan } = chronicle;
    const again = this.#seen().map(({ cell, boundary: { before, place } }) => {
      if (plan.again(cell, before, place) === undefined) plan.meetAgain(cell, before, place);
      return { group: plan.again(cell, before, place) as Group, places: [before, place] };
    });
    const unsurveyed = this.#order.filter((place) => !this.#isSurveyed(place)).slice(0, together);
    const survey = unsurveyed.flatMap((place) =>
      this.#groupsOf(place)
        .filter((group) => !chronicle.isSurveyed(group))
        .map((group) => ({ group, place })),
    );
    return {
      again: onlyOnce(again),
      bouts: survey.length > 0 || again.length > 0 ? survey : this.#doubtful(),
    };
  }

  /** Boundaries at which some figure seems to change, between two that are neighbours for good. */
  #seen(): { readonly cell: FollowedCell; readonly boundary: Boundary }[] {
    const { chronicle } = this.#search;
    return chronicle.cells.flatMap(({ cell, figures }) =>
      figures
        .flatMap(({ levels }) => levels.seen)
        .filter((boundary) => chronicle.areNeighbours(cell, boundary))
        .map((boundary) => ({ cell, boundary })),
    );
  }

  /** Releases whose time is doubtful; figures beside the time make do with its bouts. */
  #doubtful(): { readonly group: Group; readonly place: Place }[] {
    const { chronicle } = this.#search;
    const each = chronicle.cells.map(({ cell, figures }) => {
      const time = figures.find(({ metric }) => metric === "wall_ms");
      return (time?.levels.doubtful ?? []).flatMap((place) => {
        const group = cell.groups[place];
        return group === undefined ||
          chronicle.plan.missing.has(place) ||
          chronicle.bouts(group) >= 2 * mostBouts
          ? []
          : { group, place };
      });
    });
    const places = [...new Set(roundRobin(each).map(({ place }) => place))].slice(0, together);
    return each.flat().filter(({ place }) => places.includes(place));
  }

  #groupsOf(place: Place): Group[] {
    return this.#search.chronicle.plan.followed.flatMap(({ groups }) => groups[place] ?? []);
  }

  #isSurveyed(place: Place): boolean {
    const { chronicle } = this.#search;
    return (
      chronicle.plan.missing.has(place) || this.#groupsOf(place).every((group) => chronicle.isSurveyed(group))
    );
  }

  /** It may have gone from the cache since it was installed. */
  #isHere(place: Place): boolean {
    const installed = this.#search.releases[place]?.installed;
    return (
      this.#search.chronicle.plan.missing.has(place) ||
      (installed !== undefined && existsSync(installed.path))
    );
  }

  async #install(place: Place): Promise<void> {
    const { chronicle, releases, signal, install } = this.#search;
    const { plan } = chronicle;
    const release = releases[place];
    if (release === undefined) return;
    try {
      release.installed = await install(release.label);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RuntimeUnavailable)) throw error;
      if (concernsOneRelease(error)) plan.missing.set(place, error.message);
      else plan.halted = error.message;
    }
  }
}

/** Both ends, the middle, the middles of both halves, and so on. */
export function coarseToFine(places: number): Place[] {
  const order = new Set([0, places - 1]);
  for (let parts = 2; order.size < places; parts *= 2) {
    for (let part = 1; part < parts; part++) order.add(Math.round((part * (places - 1)) / parts));
  }
  return [...order];
}

/** The first of each list, the second of each, and so on. */
function roundRobin<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
}

function onlyOnce<T extends { readonly group: Group }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.group, item])).values()];
}
