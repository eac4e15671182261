/**
 * What the project knows of one JavaScript runtime: its workers, its releases on npm, how a program is started
 * under it. One object for each, in a file of its own (`node.ts`, `deno.ts`, `bun.ts`); the rest of the project
 * never asks which runtime it is in. The files load under every runtime: they touch no global when imported.
 */
export interface Runtime {
  /** The name in a spec such as `node@24`. */
  readonly name: string;
  /** Whether this process is one of it. */
  isCurrent(): boolean;
  /** The version of this process, if it is one of it. */
  version(): string;
  /** The engine of this process and its version, such as `V8 14.6.202.34-node.34`. */
  engine(): string;
}
