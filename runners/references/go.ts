import type { Reference } from "./reference.ts";

/** Go. The program is built once for each release, with the standard library alone. */
export const go: Reference = {
  name: "go",
  commands: ["go"],
  versionArgs: ["version"],
  versionLine: /^go version go(\d+\.\d+(?:\.\d+)?)/m,
  supported: ">=1.18.0",
  program: "run-cell.go",
  variables: [],
  start: { kind: "compiled", buildArgs: (binary) => ["build", "-o", binary] },
};
