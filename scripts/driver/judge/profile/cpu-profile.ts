/** What `--cpu-prof` of Node, Deno and Bun writes: the format of Chrome's profiler. Times are in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Before each sample, since the one before it. */
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
  /** Bun has this instead. */
  readonly parent?: number;
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0; -1 where there is none. */
  readonly lineNumber: number;
}

/** Whose time it is. `native`: the runtime's own compiled code; `idle`: nothing to do. */
export type Category = "user" | "runtime" | "gc" | "compile" | "native" | "idle";

/** A function as both sides know it. */
export interface ProfiledFunction {
  readonly name: string;
  /** A file's path from the folder of the workload, or what the runtime calls its module; empty for what has none. */
  readonly module: string;
  readonly category: Category;
}

/** A stack that was seen, from the outermost function on, and for how long. */
export interface ProfiledStack {
  readonly stack: readonly ProfiledFunction[];
  readonly ms: number;
}

/** Where files of the user and of ours are, as URLs that end with a slash. */
export interface ProfiledPlaces {
  readonly workload: string;
  readonly suite: string;
}

/**
 * The stacks of one process between the two marks that `profile-marks.ts` sets, over all of its threads; `undefined` if no thread shows
 * them.
 */
export function profiledStacks(
  profiles: readonly CpuProfile[],
  places: ProfiledPlaces,
): readonly ProfiledStack[] | undefined {
  const threads = profiles.map((profile) => new Thread(profile, places));
  const window = threads.map((thread) => thread.window).find((found) => found !== undefined);
  return window && threads.flatMap((thread) => thread.stacksIn(window));
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** One profile, read. */
class Thread {
  readonly #profile: CpuProfile;
  readonly #stacks = new Map<number, readonly ProfiledFunction[]>();
  readonly #nodes: ReadonlyMap<number, ProfileNode>;
  readonly #parents = new Map<number, number>();
  readonly #places: ProfiledPlaces;

  constructor(profile: CpuProfile, places: ProfiledPlaces) {
    this.#profile = profile;
    this.#places = places;
    this.#nodes = new Map(profile.nodes.map((node) => [node.id, node]));
    for (const { id, parent, children = [] } of profile.nodes) {
      if (parent !== undefined) this.#parents.set(id, parent);
      for (const child of children) this.#parents.set(child, id);
    }
  }

  /** What lies between the two marks. */
  get window(): Window | undefined {
    let [from, to]: (number | undefined)[] = [];
    for (const { node, at } of this.#samples()) {
      if (this.#isBelow(node, "profileBegins")) from = at;
      else if (from !== undefined && to === undefined && this.#isBelow(node, "profileEnds")) to = at;
    }
    return from !== undefined && to !== undefined ? { from, to } : undefined;
  }

  stacksIn({ from, to }: Window): ProfiledStack[] {
    const times = new Map<number, number>();
    for (const { node, at, us } of this.#samples()) {
      if (at > from && at < to) times.set(node, (times.get(node) ?? 0) + us);
    }
    return [...times].map(([node, us]) => ({ stack: this.#stackOf(node), ms: us / 1000 }));
  }

  /** A sample stands for the time up to the next one. */
  *#samples(): Generator<{ readonly node: number; readonly at: number; readonly us: number }> {
    const { samples, timeDeltas, startTime } = this.#profile;
    let at = startTime;
    for (const [index, node] of samples.entries()) {
      at += timeDeltas[index] ?? 0;
      yield { node, at, us: Math.max(0, timeDeltas[index + 1] ?? 0) };
    }
  }

  #isBelow(node: number, mark: string): boolean {
    for (let id: number | undefined = node; id !== undefined; id = this.#parents.get(id)) {
      if (this.#nodes.get(id)?.callFrame.functionName === mark) return true;
    }
    return false;
  }

  #stackOf(node: number): readonly ProfiledFunction[] {
    const known = this.#stacks.get(node);
    if (known !== undefined) return known;
    const frame = this.#nodes.get(node)?.callFrame;
    const parent = this.#parents.get(node);
    const above = parent === undefined ? [] : this.#stackOf(parent);
    const stack =
      frame === undefined || frame.functionName === "(root)"
        ? above
        : [...above, profiledFunction(frame, this.#places)];
    this.#stacks.set(node, stack);
    return stack;
  }
}

/** A frame under the name that it has in all releases: without the columns, the hashes and the folders of a machine. */
function profiledFunction(
  { functionName, url, lineNumber }: CallFrame,
  places: ProfiledPlaces,
): ProfiledFunction {
  const isOfUser = url.startsWith("file:") || url.startsWith("/") || url.startsWith("wasm:");
  const module = moduleName(url, places);
  const isNamed = functionName !== "" && functionName !== "anonymous" && functionName !== "(anonymous)";
  // Its line tells it from others, in a file that is the same on both sides.
  const unnamed = isOfUser && lineNumber >= 0 ? `(anonymous, line ${lineNumber + 1})` : "(anonymous)";
  return {
    name: isNamed ? functionName : unnamed,
    module,
    category: categoryOf(functionName, url, isOfUser),
  };
}

function categoryOf(name: string, url: string, isOfUser: boolean): Category {
  if (name === "(idle)") return "idle";
  if (name === "(garbage collector)") return "gc";
  if (isOfUser) return "user";
  if (/^\(?(?:compile|lazy ?compile|parse script)/i.test(name) || compiling.test(name)) return "compile";
  return url === "" ? "native" : "runtime";
}

/** What Node's own modules call for it. */
const compiling =
  /^(?:compileForInternalLoader|compileSourceTextModule|compileFunctionForCJSLoader|wrapSafe)$/;

function moduleName(url: string, { workload, suite }: ProfiledPlaces): string {
  const plain = url.startsWith("/") ? `file://${url}` : url;
  const [path = ""] = plain.split(/[?#]/);
  if (path.startsWith(workload)) return path.slice(workload.length);
  if (path.startsWith(suite)) return `worker-matrix/${path.slice(suite.length)}`;
  const [, below] = /\/node_modules\/(?!.*\/node_modules\/)(.*)$/.exec(path) ?? [];
  if (below !== undefined) return below;
  return path.startsWith("file:")
    ? path.slice(path.lastIndexOf("/") + 1)
    : path.replace(/[.-][0-9a-f]{8,}(?=\.|$)/, "");
}
