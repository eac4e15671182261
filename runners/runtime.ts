import type { WorkerHost } from "../shared/pool/worker-host.ts";

/**
 * What the project knows of one JavaScript runtime: its workers, its releases on npm, how a program is started
 * under it. One object for each, in a folder of its own (`node/`, `deno/`, `bun/`); the rest of the project
 * never asks which runtime it is in. The files load under every runtime: they touch no global when imported.
 */
export interface Runtime {
  /** The name in a spec such as `node@24`. */
  readonly name: string;
  /** Whether this process is one of it. */
  isCurrent(): boolean;
  /** Its worker threads. */
  workers(): WorkerHost;
  /** Makes ready what a module needs that this process is about to import. */
  readonly prepareImport?: (module: string) => Promise<void> | undefined;
  /** Waits until what this process has printed is out, where the runtime keeps it meanwhile. `undefined`: it keeps nothing. */
  readonly written?: () => Promise<unknown> | undefined;
  /** The version of this process, if it is one of it. */
  version(): string;
  /** The engine of this process and its version, such as `V8 14.6.202.34-node.34`. */
  engine(): string;
  /** What a binary of it answers `--version` with; the first group is the version. */
  readonly versionLine: RegExp;
  /** The releases under which the project's programs start, as a semver range. */
  readonly supported: string;
  /** How its releases follow each other. */
  readonly lines: Lines;
  /** Where npm has its releases: the first row that fits a machine is the one to take. */
  readonly packages: readonly ReleasePackage[];
  /** Arguments that print which flags it knows, where it says nothing to those that it does not. */
  readonly flagsHelp?: readonly string[];
  /** What starts a program of ours under a release of it. */
  launch(program: Program): Launch;
  /** How a script is started that knows nothing of the project, as its user would: with everything allowed. */
  readonly scripts: Scripts;
  /** What has its profiler write `.cpuprofile`s into a folder: flags for before the program, and what the environment needs. */
  profile(folder: string): Launch;
}

/** How scripts in JavaScript are started. */
interface Scripts {
  /** The releases that this starts, as a semver range: more than those under which the project's programs start. */
  readonly supported: string;
  launch(script: Pick<Program, "file" | "flags" | "keeps">): Launch;
}

/** How the releases of a runtime follow each other: one line begins when the one before it is not at its end. */
interface Lines {
  /** How many of the first numbers of their versions the releases of a line have in common: 1 is the major version, 2 the minor one too. */
  readonly numbers: 1 | 2;
  /** Whether a line, such as `22` or `2.5`, goes on for long when the next one has begun, with what is brought over from that. */
  isLongTerm(line: string): boolean;
}

/** The npm package that has a runtime's releases for one kind of machine. */
export interface ReleasePackage {
  readonly name: string;
  /** As in `process.platform`. */
  readonly os: string;
  /** As in `process.arch`. */
  readonly cpu: string;
  readonly libc?: "glibc" | "musl";
  /** The machine's processor must know AVX2. */
  readonly needsAvx2?: true;
  /** Path of the binary inside the package. */
  readonly binary: string;
  /** How this build differs from the usual one; shown with the engine. */
  readonly build?: string;
}

/** A program of ours that is to be started in a process of its own. */
export interface Program {
  /** Absolute path of its file. */
  readonly file: string;
  /** The release that runs it, such as `22.18.0`. */
  readonly version: string;
  /** Flags of the runtime beside those that it needs, such as `--no-maglev`. */
  readonly flags: readonly string[];
  /** It imports modules from outside the repository, which may import `worker-matrix` by that name. */
  readonly loadsOutsiders: boolean;
  /** Files and folders that it may write to. */
  readonly writes: Allowed;
  /** Hosts that it may connect to, beside this machine. */
  readonly connects: Allowed;
  /** It may start programs. */
  readonly runs: boolean;
  /** Folder for what the runtime itself wants to keep; one for each release, so that they share nothing. */
  readonly keeps: string;
}

/** What a program may use of some kind of thing, where the runtime asks. */
export type Allowed = "all" | readonly string[];

/** What comes before the program's own arguments, and what the environment needs. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
