import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CellSubject } from "../../../runners/cell/cell-subject.ts";
import { measureOnce, measureWarm } from "../../../runners/cell/measure.ts";
import type { Workload, WorkloadParams } from "../../../shared/workload.ts";

const effort = { warmUpMs: 0, minSamples: 5, maxSamples: 5, sampleMs: 1 };

function subjectOf(workload: Pick<Workload, "run"> & Partial<Workload>): CellSubject {
  const whole = { name: "w", about: "", defaults: { tasks: 1, size: 1 }, threaded: true, ...workload };
  const request = { workload: "w", executor: "inline", threads: 1, effort };
  return new CellSubject(whole, request, new AbortController().signal);
}

describe("CellSubject", () => {
  it("has no checksum where a result cannot be hashed, nor where results differ", async () => {
    const results = ["a", "a", new WeakMap(), "a", "b"];
    const subject = subjectOf({ run: () => results.shift() });
    const found: (string | null)[] = [];
    while (results.length > 0) {
      await measureOnce(subject);
      found.push(subject.checksum);
    }
    assert.ok(found[0]);
    assert.deepEqual(found, [found[0], found[0], null, null, null]);
    await subject.tearDown();
  });

  it("refuses a metric that is better lower in one run and higher in another", async () => {
    const directions = ["lower", "lower", "higher"] as const;
    let run = 0;
    const subject = subjectOf({
      run: ({ metric }) => metric("kept_mb", 1, { better: directions[run++] ?? "lower" }),
    });
    await measureOnce(subject);
    await measureOnce(subject);
    await assert.rejects(measureOnce(subject), {
      name: "TypeError",
      message:
        'metric "kept_mb" has { better: "higher" }, and had { better: "lower" } before; expected one direction',
    });
    await subject.tearDown();
  });

  it("refuses a metric of a run that has ended, also while a later run is under way", async () => {
    let first: WorkloadParams | undefined;
    const subject = subjectOf({
      run: (params) => {
        if (first === undefined) first = params;
        else assert.throws(() => first?.metric("late_ms", 1), { name: "TypeError", message: /had ended/ });
        params.metric("own_ms", 2);
      },
    });
    await measureOnce(subject);
    assert.throws(() => first?.metric("late_ms", 1), { name: "TypeError", message: /had ended/ });
    assert.deepEqual((await measureOnce(subject)).metrics, { own_ms: { value: 2, better: "lower" } });
    await subject.tearDown();
  });

  it("takes metrics from setup for every sample, and from check for the sample of its run", async () => {
    let checks = 0;
    const subject = subjectOf({
      setup: ({ metric }) => {
        metric("made_mb", 1);
        return metric;
      },
      run: () => {},
      check: (_result, { metric }) => metric("checks_n", ++checks),
      teardown: (metric: WorkloadParams["metric"]) => metric("ended_mb", 1),
    });
    await subject.setUp();
    const names = async () => Object.keys((await measureOnce(subject)).metrics);
    assert.deepEqual(await names(), ["made_mb", "checks_n"]);
    assert.deepEqual(await names(), ["made_mb", "checks_n"]);
    await assert.rejects(
      subject.tearDown(),
      /^TypeError: metric 'ended_mb' came after the last run; report it in run or check$/,
    );
  });

  it("gives each of several runs that are timed together params of its own", async () => {
    const begun: WorkloadParams[] = [];
    const checked: WorkloadParams[] = [];
    const subject = subjectOf({
      run: (params) => {
        params.metric("runs_n", begun.push(params));
      },
      check: (_result, params) => {
        checked.push(params);
      },
    });
    await measureOnce(subject);
    const metrics: unknown[] = [];
    await measureWarm(subject, effort, [0.25], (sample) => metrics.push(sample.metrics.runs_n?.value));
    assert.equal(begun.length, 21);
    assert.equal(new Set(begun).size, 21);
    assert.deepEqual(checked, begun);
    assert.deepEqual(metrics, [5, 9, 13, 17, 21]);
    await subject.tearDown();
  });
});
