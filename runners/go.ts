import type { Reference } from "./reference.ts";

/** Go. The program is built once for each release, with the standard library alone. */
export const go: Reference = {
  name: "go",
  commands: ["go"],
  identifyArgs: ["version"],
  identity: (printed) => {
    const [, version, machine] = /^go version go(\d+\.\d+(?:\.\d+)?)\S* (\S+)/.exec(printed) ?? [];
    return version === undefined ? undefined : { version, engine: `gc ${version} ${machine}` };
  },
  supported: ">=1.18.0",
  program: "run-cell.go",
  variables: [],
  start: { kind: "compiled", buildArgs: (binary) => ["build", "-o", binary] },
};
