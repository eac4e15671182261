import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { execa } from "execa";
import { planText } from "../../scripts/driver/bouts/shards/plan-file.ts";
import { resolveRuntimes } from "../../scripts/driver/releases/resolve-runtimes.ts";
import { madeUpPlan } from "../fixtures/shards.ts";

const examples = ".github/examples/shards";

/** A file in YAML, as JSON: Bun reads it. */
async function parsed(file: string) {
  const program = `console.log(JSON.stringify(Bun.YAML.parse(await Bun.file("${examples}/${file}").text())))`;
  const [bun] = await resolveRuntimes(["bun"]);
  assert.ok(bun?.status === "ready");
  const { stdout } = await execa(bun.path, ["-e", program]);
  return JSON.parse(stdout);
}

describe("The examples of shards", () => {
  const folder = mkdtempSync(join(tmpdir(), "worker-matrix-examples-"));
  const plan = join(folder, "plan.json");
  const zx = join(folder, "zx");
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(async () => {
    writeFileSync(plan, planText(await madeUpPlan(["a"])));
    // What would measure says what it was asked for, and ends as it is told.

    writeFileSync(zx, '#!/bin/sh\necho "$@"\ncase "$*" in *--resume*) exit $RESUMED ;; esac\n');
    chmodSync(zx, 0o755);
  });

  async function measure(env: Readonly<Record<string, string>>, shards: string) {
    const { stdout, exitCode } = await execa("sh", [`${examples}/measure-shard.sh`, plan, shards], {
      env: { RESUMED: "0", ...env, ZX: zx },
      reject: false,
    });
    return { lines: stdout.split("\n"), exitCode };
  }

  it("measure the shard that Slurm, Kubernetes, GitLab or a person names", async () => {
    for (const [env, shard] of [
      [{ SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_COUNT: "4" }, "2/4"],
      [{ JOB_COMPLETION_INDEX: "0", SHARDS: "4" }, "1/4"],
      [{ JOB_COMPLETION_INDEX: "3", SHARDS: "4" }, "4/4"],
      [{ CI_NODE_INDEX: "4", CI_NODE_TOTAL: "4" }, "4/4"],
      [{ SHARD: "3", SHARDS: "4" }, "3/4"],
    ] as const) {
      const { lines, exitCode } = await measure(env, join(folder, "new"));
      const out = join(folder, "new", `shard-${shard.replace("/", "-of-")}`);
      assert.deepEqual(lines, [`scripts/matrix.mjs --plan ${plan} --shard ${shard} --out ${out}`]);
      assert.equal(exitCode, 0);
    }
  });

  it("go on with a shard that is there, and measure it again where that cannot be", async () => {
    const out = join(folder, "begun", "shard-1-of-2");
    mkdirSync(out, { recursive: true });
    const env = { SHARD: "1", SHARDS: "2" };
    const resume = `scripts/matrix.mjs --resume ${out}`;
    assert.deepEqual((await measure(env, join(folder, "begun"))).lines, [resume]);
    assert.equal((await measure({ ...env, RESUMED: "130" }, join(folder, "begun"))).exitCode, 130);
    const { lines } = await measure({ ...env, RESUMED: "2" }, join(folder, "begun"));
    assert.equal(lines[0], resume);
    assert.match(lines[1] ?? "", /--shard 1\/2 --out .*shard-1-of-2-again-\d+$/);
  });

  it("are YAML in which each engine finds as many shards as there are, and the script that measures one", async () => {
    const [github, gitlab, kubernetes] = await Promise.all(
      ["github.yml", "gitlab.yml", "kubernetes.yml"].map(parsed),
    );
    const script = `sh ${examples}/measure-shard.sh plan.json shards`;
    const { plan: planning, measure: job, merge } = github.jobs;
    assert.deepEqual(job.strategy.matrix.shard, [1, 2, 3, 4]);
    assert.ok(job.steps.some(({ run }: { run?: string }) => run === script));
    assert.deepEqual([job.needs, merge.needs, planning.needs], ["plan", "measure", undefined]);
    assert.deepEqual([gitlab.measure.parallel, gitlab.measure.script], [4, [script]]);
    const { completions, completionMode, template } = kubernetes.spec;
    const [container] = template.spec.containers;
    assert.deepEqual([kubernetes.kind, completionMode], ["Job", "Indexed"]);
    assert.deepEqual(container.env, [{ name: "SHARDS", value: String(completions) }]);
    assert.equal(container.command.join(" "), script);
    for (const file of ["slurm.sh", "parallel.sh"]) {
      await execa("sh", ["-n", `${examples}/${file}`]);
      assert.match(readFileSync(`${examples}/${file}`, "utf8"), /measure-shard\.sh/);
    }
    await execa("bash", ["-n", `${examples}/accept.sh`]);
  });
});
