import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { allowedCpus } from "./cpus.ts";

/** The cores of a machine, and what of them this process and those that it starts may use. */
export interface Cores {
  /** How many threads it can run at once; a part of one where a quota says so. */
  readonly usable: number;
  /** How many the machine has. */
  readonly present: number;
  /** How many cores' worth of time the control groups allow, as the limits of a container are set. */
  readonly quota?: number;
}

/** @param root folder that stands for `/` */
export function coresOf(root = "/"): Cores {
  const present = os.cpus().length;
  const bound = allowedCpus(path.join(root, "proc/self/status")).length || os.availableParallelism();
  const quota = cpuQuota(root);
  if (quota === undefined || quota >= bound) return { usable: bound, present };
  return { usable: quota, present, quota };
}

/** What to tell somebody who starts a run with less than whole cores. */
export function quotaNotice({ quota, present }: Cores = coresOf()): string | undefined {
  return quota === undefined
    ? undefined
    : `A CPU quota allows ${quota} of ${present} cores: what needs more stands still for a part of each tenth of a second, and that is measured too. Lift it (docker run --cpus, cpu.max) for times of the runtime alone`;
}

/** The smallest limit of the groups that this process is in, and of those that these are in. Linux only. */
function cpuQuota(root: string): number | undefined {
  const mounts = readText(root, "proc/self/mountinfo").split("\n").flatMap(controlGroupMount);
  const quotas = readText(root, "proc/self/cgroup")
    .split("\n")
    .flatMap((line) => {
      const [, controllers = "", group = "/"] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      const kind = kinds.find(({ holds }) => holds(controllers.split(",")));
      if (kind === undefined) return [];
      return mounts.filter(kind.isMount).flatMap((mount) => {
        return foldersOf(mount, group).flatMap(
          (folder) => kind.quota((file) => readText(root, folder, file)) ?? [],
        );
      });
    });
  return quotas.length === 0 ? undefined : Math.round(1000 * Math.min(...quotas)) / 1000;
}

/** A folder in which the kernel shows control groups. */
interface Mount {
  readonly type: string;
  readonly options: readonly string[];
  /** The group that it shows as its root. */
  readonly group: string;
  readonly folder: string;
}

/** The two versions of control groups: what a line of `/proc/self/cgroup` names, and which files hold a limit. */
const kinds: readonly {
  holds(controllers: readonly string[]): boolean;
  isMount(mount: Mount): boolean;
  quota(read: (file: string) => string): number | undefined;
}[] = [
  {
    holds: ([first]) => first === "",
    isMount: ({ type }) => type === "cgroup2",
    quota: (read) => {
      const [time, period] = read("cpu.max").trim().split(" ");
      return share(time, period);
    },
  },
  {
    holds: (controllers) => controllers.includes("cpu"),
    isMount: ({ type, options }) => type === "cgroup" && options.includes("cpu"),
    quota: (read) => share(read("cpu.cfs_quota_us"), read("cpu.cfs_period_us")),
  },
];

/** Microseconds in each period. `max` and -1: no limit. */
function share(time = "", period = ""): number | undefined {
  const cores = Number.parseFloat(time) / Number.parseFloat(period);
  return cores > 0 && Number.isFinite(cores) ? cores : undefined;
}

/** A line of `/proc/self/mountinfo`. */
function controlGroupMount(line: string): Mount[] {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , group, folder] = before.split(" ").map(unescaped);
  const [type = "", , options = ""] = after.split(" ");
  if (group === undefined || folder === undefined || !type.startsWith("cgroup")) return [];
  return [{ type, options: options.split(","), group, folder }];
}

/** Spaces are written as `\040`. */
function unescaped(field: string): string {
  return field.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Where a group and those around it are shown. From inside a container a group may be named as it is outside. */
function foldersOf({ group: shown, folder }: Mount, group: string): string[] {
  const inside = path.posix.relative(shown, group);
  const steps = inside === "" || inside.startsWith("..") ? [] : inside.split("/");
  return [folder, ...steps.map((_, index) => path.posix.join(folder, ...steps.slice(0, index + 1)))];
}

function readText(...file: string[]): string {
  try {
    return readFileSync(path.join(...file), "utf8");
  } catch {
    return ""; // another system, or a group that is not shown here
  }
}
