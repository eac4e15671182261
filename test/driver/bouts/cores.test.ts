import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, describe, it } from "node:test";
import { coresOf, quotaNotice } from "../../../scripts/driver/bouts/cores.ts";

const v2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
const v1 = "33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct";
const group = "/sys/fs/cgroup";

describe("coresOf", () => {
  const cases: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    usable: number,
    quota?: number,
  ])[] = [
    ["a machine without control groups", {}, 8],
    ["another version of the kernel, or another system", { "proc/self/status": "" }, cpus().length],
    ["no limit", files(v2, "0::/", { [`${group}/cpu.max`]: "max 100000\n" }), 8],
    ["half a core", files(v2, "0::/", { [`${group}/cpu.max`]: "50000 100000\n" }), 0.5, 0.5],
    [
      "one and a half, in another period",
      files(v2, "0::/", { [`${group}/cpu.max`]: "15000 10000\n" }),
      1.5,
      1.5,
    ],
    ["more than there is", files(v2, "0::/", { [`${group}/cpu.max`]: "6400000 100000\n" }), 8],
    [
      "the smallest of nested groups, which is not the innermost",
      files(v2, "0::/a.slice/b c.scope", {
        [`${group}/cpu.max`]: "max 100000\n",
        [`${group}/a.slice/cpu.max`]: "200000 100000\n",
        [`${group}/a.slice/b c.scope/cpu.max`]: "300000 100000\n",
      }),
      2,
      2,
    ],
    [
      "a group whose folder has a space in its name, as /proc writes it",
      files("30 23 0:26 / /sys/fs/my\\040groups rw - cgroup2 none rw", "0::/", {
        "/sys/fs/my groups/cpu.max": "100000 100000\n",
      }),
      1,
      1,
    ],
    [
      "the first version of groups, beside the second without a limit",
      files(`${v1}\n${v2.replace(group, `${group}/unified`)}`, "3:cpu,cpuacct:/jobs\n1:memory:/\n0::/", {
        [`${group}/cpu,cpuacct/jobs/cpu.cfs_quota_us`]: "250000\n",
        [`${group}/cpu,cpuacct/jobs/cpu.cfs_period_us`]: "100000\n",
      }),
      2.5,
      2.5,
    ],
    [
      "-1 for no limit in the first version",
      files(v1, "3:cpu,cpuacct:/", {
        [`${group}/cpu,cpuacct/cpu.cfs_quota_us`]: "-1\n",
        [`${group}/cpu,cpuacct/cpu.cfs_period_us`]: "100000\n",
      }),
      8,
    ],
    [
      "a container, which is shown the group that it is in as the root",
      files(v1.replace(" / ", " /docker/47f6 "), "3:cpu,cpuacct:/docker/47f6", {
        [`${group}/cpu,cpuacct/cpu.cfs_quota_us`]: "150000\n",
        [`${group}/cpu,cpuacct/cpu.cfs_period_us`]: "100000\n",
      }),
      1.5,
      1.5,
    ],
    [
      "a container that is told the path outside",
      files(v2, "0::/../../kubepods/pod1", { [`${group}/cpu.max`]: "150000 100000\n" }),
      1.5,
      1.5,
    ],
    [
      "fewer processors than the quota would fill",
      {
        ...files(v2, "0::/", { [`${group}/cpu.max`]: "300000 100000\n" }),
        "proc/self/status": "Cpus_allowed_list:\t1,3\n",
      },
      2,
    ],
  ];
  for (const [what, tree, usable, quota] of cases) {
    it(`sees ${what}`, () => {
      const found = coresOf(
        rootOf({ "proc/self/status": "Name:\tx\nCpus_allowed_list:\t0-3,8-11\n", ...tree }),
      );
      assert.equal(found.usable, usable);
      assert.equal(found.quota, quota);
      assert.equal(quotaNotice(found) === undefined, quota === undefined);
    });
  }

  it("sees the quota of this process", { skip: !canLimit() }, () => {
    const folder = `${controller()}/worker-matrix-test-${process.pid}`;
    mkdirSync(folder);
    try {
      const isV2 = controller() === group;
      writeFileSync(`${folder}/${isV2 ? "cpu.max" : "cpu.cfs_quota_us"}`, isV2 ? "50000 100000" : "50000");
      const module = new URL("../../../scripts/driver/bouts/cores.ts", import.meta.url).href;
      const program = `import { coresOf } from ${JSON.stringify(module)}; console.log(coresOf().usable);`;
      const script = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
      const args = ["-c", script, folder, process.execPath, "--input-type=module", "-e", program];
      assert.equal(execFileSync("sh", args, { encoding: "utf8" }), "0.5\n");
    } finally {
      rmdirSync(folder);
    }
  });
});

function files(
  mounts: string,
  groups: string,
  limits: Readonly<Record<string, string>>,
): Record<string, string> {
  return { "proc/self/mountinfo": `${mounts}\n`, "proc/self/cgroup": `${groups}\n`, ...limits };
}

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function rootOf(tree: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), "cores-"));
  made.push(root);
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** Where this machine shows the groups that limit the CPU. */
function controller(): string {
  return existsSync(`${group}/cgroup.controllers`) ? group : `${group}/cpu`;
}

/** Whether this process may make groups. */
function canLimit(): boolean {
  try {
    const folder = `${controller()}/worker-matrix-probe-${process.pid}`;
    mkdirSync(folder);
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
