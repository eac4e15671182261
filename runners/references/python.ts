import type { Reference } from "./reference.ts";

/** CPython, or what is compatible with it, with and without the GIL. */
export const python: Reference = {
  name: "python",
  commands: ["python3", "python"],
  versionArgs: ["--version"],
  versionLine: /^Python (\d+\.\d+\.\d+)/m,
  supported: ">=3.9.0",
  program: "run-cell.py",
  // It turns the GIL of a free-threading build on, which is how one compares the two.
  variables: ["PYTHON_GIL"],
  start: { kind: "interpreted", args: ["-B"] },
};
