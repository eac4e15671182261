import { go } from "./go.ts";
import { python } from "./python.ts";

/**
 * A runtime of another language, measured beside the three with a program of its own that does the same work and
 * writes the same report. It is taken as it is on the machine, never installed.
 */
export interface Reference {
  /** The name in a spec such as `python@/opt/python3.14t/bin/python`. */
  readonly name: string;
  /** What it is called on PATH; the first that is there counts. */
  readonly commands: readonly string[];
  /** Makes it print what `identity` reads. */
  readonly identifyArgs: readonly string[];
  /** Reads what it printed; `undefined` when that is not it. */
  identity(printed: string): Identity | undefined;
  /** Its releases that the program needs, as a semver range. */
  readonly supported: string;
  /** The program that measures one cell, beside this file. */
  readonly program: string;
  /** The environment variables of a user's shell that it may see, beside those that all programs see. */
  readonly variables: readonly string[];
  /** The arguments that run the program; of a compiler, those that build it as `binary`. */
  readonly start:
    | { readonly kind: "interpreted"; readonly args: readonly string[] }
    | { readonly kind: "compiled"; buildArgs(binary: string): readonly string[] };
}

/** Who a binary says it is. */
export interface Identity {
  readonly version: string;
  readonly engine: string;
  /** The binary itself, where what was asked is only a way to it. */
  readonly path?: string;
}

/** The reference runtimes, by name. */
export const references: Readonly<Record<string, Reference>> = { python, go };
