import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import type { ReleasePackage } from "../../../runners/runtime.ts";

/** What decides which build of a runtime runs here. */
export interface Machine {
  /** As in `process.platform`. */
  readonly os: string;
  /** As in `process.arch`. */
  readonly cpu: string;
  /** The C library of a Linux. */
  readonly libc: "glibc" | "musl" | undefined;
  readonly hasAvx2: boolean;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const { platform: os, arch: cpu } = process;
  return { os, cpu, libc: os === "linux" ? libc() : undefined, hasAvx2: cpu === "x64" && hasAvx2(os) };
}

/** The first of a runtime's packages that runs on a machine. */
export function packageFor(
  packages: readonly ReleasePackage[],
  machine: Machine,
): ReleasePackage | undefined {
  return packages.find(
    ({ os, cpu, libc, needsAvx2 }) =>
      os === machine.os && cpu === machine.cpu && libc === machine.libc && (!needsAvx2 || machine.hasAvx2),
  );
}

function libc(): "glibc" | "musl" {
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return report.header?.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

/** Asked of the system, as each has its own way; a system that does not say is taken for a current one. */
function hasAvx2(os: string): boolean {
  try {
    if (os === "linux") return /^flags\b.*\bavx2\b/m.test(readFileSync("/proc/cpuinfo", "utf8"));
    if (os === "darwin") {
      return /\bAVX2\b/.test(
        execFileSync("sysctl", ["-n", "machdep.cpu.leaf7_features"], { encoding: "utf8" }),
      );
    }
  } catch {}
  return true;
}
