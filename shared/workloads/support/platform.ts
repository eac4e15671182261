/**
 * What some workloads need of the machine and no web API offers: a server, programs, memory. `runners/` installs the
 * one that all three runtimes share.
 */
export interface Platform {
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

export interface Launched {
  /** What it printed first, without the line's end, and how long that took from the start, in milliseconds. */
  readonly firstLine: Promise<{ readonly text: string; readonly ms: number }>;
  /** When the process has ended. Rejects unless it ended by itself, with exit status 0. */
  readonly ended: Promise<void>;
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
