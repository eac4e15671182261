/**
 * What some workloads need of the machine and no web API offers: servers, programs, files, memory. `runners/` installs
 * the one that all three runtimes share. What a runtime does not have, it says by an `UnsupportedError`.
 */
export interface Platform {
  /** A module of Node that the other runtimes have by the same name: `builtIn("node:http")`. */
  readonly builtIn: NodeJS.Process["getBuiltinModule"];
  /** Starts the runtime's own web server, which is not `node:http`, on this thread. */
  serveNatively(answer: (request: Request) => Promise<Response>): Promise<LoopbackServer>;
  /** Starts a program, under the pinned Node and in a process of its own, that sends requests and checks the answers. */
  startLoad(exchanges: readonly Exchange[]): Promise<LoadGenerator>;
  /**
   * Starts a web server, under the pinned Node and in a process of its own, that gives back what is posted to it, tells the path
   * of a GET, as `{"path":"/7"}`, and echoes what comes by WebSocket.
   */
  startEcho(): Promise<LoopbackServer>;
  /** Starts the runtime's test runner with a file of tests for `node:test`. */
  launchTests(file: URL): Promise<TestsRun>;
  /** Opens an empty database in memory, by the SQLite that the runtime has. */
  openDatabase(): Promise<Database>;
  /** Makes an empty folder for files. */
  makeFolder(): Promise<Folder>;
  /** Starts a web server on the loopback interface, in a thread of its own, that answers every request alike. */
  serve(answer: LoopbackAnswer): Promise<LoopbackServer>;
  /** Starts a plain ES module as a program of its own, under the release of the runtime that runs this. */
  launch(module: URL): Promise<Launched>;
  /** Memory of this process that is in the machine's main memory now, in MiB. */
  residentMb(): number;
  /** Memory that the objects of this thread take, in MiB; also those that nothing refers to any more. */
  heapMb(): number;
  /** Frees what nothing refers to any more. `false` where the runtime cannot be told to. */
  collectGarbage(): Promise<boolean>;
}

export interface LoopbackAnswer {
  readonly body: string;
  /** From the request to the first byte of the answer, in milliseconds. */
  readonly latencyMs: number;
}

export interface LoopbackServer {
  readonly url: string;
  /** Ends the server and its thread. */
  close(): Promise<void>;
}

/** A request, and what its answer has to be: status 200 with exactly this body. */
export interface Exchange {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: string;
  readonly answer: string;
}

export interface LoadGenerator {
  /** Opens the connections, and sends `requests` on each, one at a time, taking the exchanges in turn. */
  send(load: Load): Promise<LoadReport>;
  /** Ends its process. */
  close(): Promise<void>;
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  /** On each connection. */
  readonly requests: number;
}

export interface LoadReport {
  /** How many requests got the answer that they have to get. */
  readonly answers: number;
  /** How many did not. */
  readonly errors: number;
  /** What was wrong with the first of these. */
  readonly firstError?: string;
  /** From when all connections were there until the last answer was. */
  readonly ms: number;
  /** From sending a request to the end of its answer, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Which share of that time the generator itself was busy: near 1, the figures are its own limit. */
  readonly busy: number;
}

/** What `node:sqlite` and `bun:sqlite` have in common. */
export interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): void;
}

type SqlValue = number | string | null;

interface Statement {
  run(...values: SqlValue[]): unknown;
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

export interface Folder {
  /** Its absolute path. */
  readonly path: string;
  /** The URL of a file in it. */
  url(file: string): URL;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

export interface Launched {
  /** What it printed first, without the line's end, and how long that took from the start, in milliseconds. */
  readonly firstLine: Promise<{ readonly text: string; readonly ms: number }>;
  /** When the process has ended. Rejects unless it ended by itself, with exit status 0. */
  readonly ended: Promise<void>;
}

export interface TestsRun {
  /** All that it printed, on both outputs. */
  readonly output: string;
  /** Its exit status. */
  readonly status: number | null;
}

let installed: Platform | undefined;

/** Gives the workloads of this thread their platform. The runners do, before any workload runs. */
export function installPlatform(platform: Platform): void {
  installed = platform;
}

/** The platform of this process. @throws {Error} if nobody installed one */
export function platform(): Platform {
  if (installed === undefined) {
    throw new Error(
      'Cannot reach the platform: import "worker-matrix" (runners/mod.ts) first, which installs it',
    );
  }
  return installed;
}
