import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Allowed, Program, Runtime } from "../runtime.ts";
import { nameForRequire } from "./require.ts";
import { denoWorkers } from "./workers.ts";

export const deno: Runtime = {
  name: "deno",
  workers: denoWorkers,
  isCurrent: () => "deno" in process.versions,
  version: () => process.versions.deno ?? "",
  engine: () => `V8 ${process.versions.v8}`,
  versionLine: /^deno (\d+\.\d+\.\d+\S*)/m,
  supported: ">=2.0.0",
  lines: { numbers: 2, isLongTerm: (line) => ["2.1", "2.2", "2.5"].includes(line) },
  packages: [
    { name: "@deno/linux-x64-glibc", os: "linux", cpu: "x64", libc: "glibc", binary: "deno" },
    { name: "@deno/linux-arm64-glibc", os: "linux", cpu: "arm64", libc: "glibc", binary: "deno" },
    { name: "@deno/darwin-arm64", os: "darwin", cpu: "arm64", binary: "deno" },
    { name: "@deno/darwin-x64", os: "darwin", cpu: "x64", binary: "deno" },
    { name: "@deno/win32-x64", os: "win32", cpu: "x64", binary: "deno.exe" },
    { name: "@deno/win32-arm64", os: "win32", cpu: "arm64", binary: "deno.exe" },
  ],
  prepareImport: nameForRequire,
  profile: (folder) => ({ args: ["--cpu-prof", `--cpu-prof-dir=${folder}`], env: {} }),
  scripts: {
    supported: ">=2.0.0",
    launch: ({ file, flags, keeps }) => ({
      args: ["run", "--allow-all", "--no-config", "--no-lock", ...flags, file],
      env: { DENO_DIR: keeps, DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" },
    }),
  },
  launch: ({ file, flags, writes, connects, runs, keeps }: Program) => ({
    args: [
      "run",
      "--no-check",
      "--no-lock",
      "--no-prompt",
      "--no-remote",
      "--cached-only",
      // Its import map gives everybody the name `worker-matrix`, in workers too; and mitata's file, since Deno finds no
      // package by its name below a folder such as `feature%2Fx`.
      `--config=${fileURLToPath(new URL("../../deno.json", import.meta.url))}`,
      "--allow-read",
      "--allow-env",
      "--allow-sys",
      ...allow("net", connects === "all" ? connects : ["127.0.0.1", "localhost", ...connects]),
      ...allow("write", writes),
      ...(runs ? ["--allow-run"] : []),
      ...flags,
      file,
    ],
    // A release that finds the caches of another one throws them away: in a comparison, at each start.
    env: { DENO_DIR: keeps, DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" },
  }),
};

function allow(kind: string, allowed: Allowed): string[] {
  if (allowed === "all") return [`--allow-${kind}`];
  return allowed.length === 0
    ? []
    : [`--allow-${kind}=${allowed.map((each) => withoutComma(each)).join(",")}`];
}

/**
 * A folder as it can stand in a list of permissions. Deno 2.9 has no way to write a comma there, so it is the nearest
 * one around it that has none.
 */
export function withoutComma(folder: string): string {
  return folder.includes(",") ? withoutComma(dirname(folder)) : folder;
}
