import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { type CellOptions, cellsOf, isContender } from "./cells.ts";
import { type Cell, type Contender, formatCell, type PlannedWorkload } from "./contender.ts";
import type { Group, Plan } from "./plan.ts";
import { releasesGroup } from "./releases-group.ts";
import type { Versions } from "./upgrade-plan.ts";

/** A place on the path of releases, from 0. */
type Place = number;

/**
 * The plan of a search: one cell over a path of releases, which go by their places on it. It begins with the two ends, and grows by the release, or
 * the two neighbours, that are to meet next.
 */
export class BisectPlan implements Plan {
  readonly cells: Contender[] = [];
  readonly groups: Group[] = [];
  /** Every cell that the plan can come to have. */
  readonly possibleCells: readonly Pick<Cell, "id">[];
  /** The two ends. */
  readonly ends: Group;
  /** Why releases could not be installed. */
  readonly missing: Map<Place, string> = new Map();
  /** Why the plan cannot grow any more. */
  halted: string | undefined;
  readonly #contenders = new Map<Place, Contender>();
  readonly #middles = new Map<Place, Group>();
  readonly #pairs = new Map<string, Group>();
  readonly #options: CellOptions;
  readonly #workload: PlannedWorkload;
  /** How many releases the path has. */
  readonly places: number;

  /** @param labels what the releases of the path are called */
  constructor(
    options: CellOptions,
    labels: readonly string[],
    { old, new: own }: Versions,
    workload: PlannedWorkload,
  ) {
    this.#options = options;
    this.#workload = workload;
    this.places = labels.length;
    this.add(0, old);
    this.add(this.places - 1, own);
    this.ends = this.#meet(0, this.places - 1);
    this.possibleCells = this.ends.comparisons.flatMap(({ name }) =>
      labels.map((runtime) => ({ id: formatCell({ ...name, runtime }) })),
    );
  }

  /** The release of a place, once it is installed. */
  contender(place: Place): Contender | undefined {
    return this.#contenders.get(place);
  }

  /** Brings a release into the plan. */
  add(place: Place, runtime: JavaScriptRuntime): void {
    const [contender] = cellsOf(this.#options, [runtime], [this.#workload]).filter(isContender);
    if (contender === undefined) throw new TypeError(`${runtime.label} makes no cell`);
    this.#contenders.set(place, contender);
    this.cells.push(contender);
  }

  /** The bouts of a release with both ends; `undefined` before `meetEnds`. */
  middle(place: Place): Group | undefined {
    return this.#middles.get(place);
  }

  /** The bouts of two releases alone; `undefined` before `meetEachOther`. */
  pair(last: Place, first: Place): Group | undefined {
    return this.#pairs.get(`${last} ${first}`);
  }

  meetEnds(place: Place): void {
    this.#middles.set(place, this.#meet(0, place, this.places - 1));
  }

  meetEachOther(last: Place, first: Place): void {
    this.#pairs.set(`${last} ${first}`, this.#meet(last, first));
  }

  /** Each is compared with the one before it. */
  #meet(...places: readonly Place[]): Group {
    const contenders = places.flatMap((place) => this.#contenders.get(place) ?? []);
    const group = releasesGroup(contenders);
    this.groups.push(group);
    return group;
  }
}
