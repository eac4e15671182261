/**
 * A runtime of another language, measured beside the three with a program of its own that does the same work and
 * writes the same report. It is taken as it is on the machine, never installed.
 */
export interface Reference {
  /** The name in a spec such as `python@/opt/python3.14t/bin/python`. */
  readonly name: string;
  /** What it is called on PATH; the first that is there counts. */
  readonly commands: readonly string[];
  /** Makes it print its version. */
  readonly versionArgs: readonly string[];
  /** What it then prints; the first group is the version. */
  readonly versionLine: RegExp;
  /** Its releases that the program needs, as a semver range. */
  readonly supported: string;
  /**
   * The program that measures one cell, beside this file. Its argument is a `CellRequest`; or `identify`, and then it
   * prints a JSON object with `version`, `engine` and, if it knows better, `path`.
   */
  readonly program: string;
  /** Variables of the user's shell that the program may see, beside those that all programs see. */
  readonly variables: readonly string[];
  /** The arguments that run the program; of a compiler, those that build it as `binary`. */
  readonly start:
    | { readonly kind: "interpreted"; readonly args: readonly string[] }
    | { readonly kind: "compiled"; buildArgs(binary: string): readonly string[] };
}
