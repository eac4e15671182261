/**
 * Loads a workload without running it, and prints what the plan needs to know as one JSON line
 * (see `WorkloadDescription`). A process of its own, because a module can do anything while it loads.
 *
 *     node runners/cell/describe-workload.ts shared/workloads/sum-of-squares.ts [REPORT]
 */
import { Console } from "node:console";
import process from "node:process";
import type { Workload } from "../../shared/workload.ts";
import { errorText } from "./error-text.ts";
import { loadWorkload } from "./load-workload.ts";
import "../mod.ts";
import { openReport } from "./report.ts";

export type WorkloadDescription =
  | ({
      readonly kind: "workload";
      readonly groups: readonly string[];
      readonly singleThreaded: boolean;
    } & Pick<Workload, "name" | "about" | "defaults" | "threaded">)
  | { readonly kind: "failed"; readonly error: string };

// What the module prints is for the message, should it end this process: the driver keeps standard error.
globalThis.console = new Console(process.stderr);
process.stdout.write = process.stderr.write.bind(process.stderr);

const [path = "", reportPath] = process.argv.slice(2);
const report = openReport<WorkloadDescription>(reportPath);

try {
  const { name, about, defaults, threaded, singleThreaded = false, groups = [] } = await loadWorkload(path);
  report({ kind: "workload", name, about, defaults, threaded, singleThreaded, groups });
} catch (error) {
  report({ kind: "failed", error: errorText(error, path) });
}
process.exit(0);
