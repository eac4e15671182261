import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Program, ReleasePackage, Runtime } from "../runtime.ts";
import { bunWorkers } from "./workers.ts";

export const bun: Runtime = {
  name: "bun",
  workers: bunWorkers,
  isCurrent: () => "bun" in process.versions,
  version: () => process.versions.bun ?? "",
  engine: () => `JavaScriptCore ${process.versions.webkit}`,
  versionLine: /^(\d+\.\d+\.\d+\S*)$/m,
  supported: ">=1.1.0-0",
  lines: { numbers: 2, isLongTerm: () => false },
  packages: [
    ...x64("linux-x64", { os: "linux", libc: "glibc", binary: "bin/bun" }),
    ...x64("linux-x64-musl", { os: "linux", libc: "musl", binary: "bin/bun" }),
    ...x64("darwin-x64", { os: "darwin", binary: "bin/bun" }),
    ...x64("windows-x64", { os: "win32", binary: "bin/bun.exe" }),
    { name: "@oven/bun-linux-aarch64", os: "linux", cpu: "arm64", libc: "glibc", binary: "bin/bun" },
    { name: "@oven/bun-linux-aarch64-musl", os: "linux", cpu: "arm64", libc: "musl", binary: "bin/bun" },
    { name: "@oven/bun-darwin-aarch64", os: "darwin", cpu: "arm64", binary: "bin/bun" },
    { name: "@oven/bun-windows-aarch64", os: "win32", cpu: "arm64", binary: "bin/bun.exe" },
  ],
  flagsHelp: ["run", "--help"],
  profile: (folder) => ({
    args: ["--cpu-prof", `--cpu-prof-dir=${folder}`],
    // What is inlined counts as the function around it: so nothing is.
    env: Object.fromEntries(
      ["DFG", "FTL"].flatMap((tier) =>
        ["Call", "ClosureCall", "Construct"].map((kind) => [
          `BUN_JSC_maximumFunctionFor${kind}InlineCandidateBytecodeCostFor${tier}`,
          "0",
        ]),
      ),
    ),
  }),
  scripts: {
    supported: ">=1.1.0-0",
    launch: ({ file, flags }) => ({ args: ["run", "--no-install", ...flags, file], env: {} }),
  },
  launch: ({ file, flags, loadsOutsiders }: Program) => ({
    args: [
      "run",
      "--no-install",
      `--config=${fileURLToPath(new URL("../../bunfig.toml", import.meta.url))}`,
      `--env-file=${process.platform === "win32" ? "NUL" : "/dev/null"}`,
      ...(loadsOutsiders ? [`--preload=${fileURLToPath(new URL("door.ts", import.meta.url))}`] : []),
      ...flags,
      file,
    ],
    env: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0" },
  }),
};

/** The usual build, and the one for processors without AVX2. */
function x64(name: string, row: Pick<ReleasePackage, "os" | "libc" | "binary">): ReleasePackage[] {
  return [
    { ...row, name: `@oven/bun-${name}`, cpu: "x64", needsAvx2: true },
    { ...row, name: `@oven/bun-${name}-baseline`, cpu: "x64", build: "baseline" },
  ];
}
