/** What the operating system lets the driver do with the processes that it measures. */
export interface System {
  /** Whether a process can stand still and be told to go on. Where not, processes are measured one after the other. */
  readonly takesTurns: boolean;
  /** Whether a process can have a group of its own, which signals reach as a whole. */
  readonly hasGroups: boolean;
  /** Asks a process, and what it has started, to end. */
  terminate(process: number): void;
  /** Ends it, and what it has started. */
  kill(process: number): void;
  /** Has it stand still, with what it has started. */
  stop(process: number): void;
  /** Has it go on. */
  goOn(process: number): void;
  /** Resolves when a process that is about to stop itself has stopped. */
  hasStopped(process: number): Promise<void>;
  /** Where memory runs out, this process is to go first. */
  sacrifice(process: number): void;
}
