import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { junitCounts } from "../../../scripts/driver/project/junit-counts.ts";

describe("junitCounts", () => {
  it("counts what Node writes, with bare angles and diagnostics in comments", () => {
    const report = `<testsuites>
      <testsuite name="A &lt;group>" tests="3">
        <testcase name="passes &lt;failure>" time="0.1" file="a.ts"/>
        <testcase name="fails" failure="1 !== 2"><failure type="x" message="1">text</failure></testcase>
        <testcase name="skipped"><skipped type="skipped" message="true"/></testcase>
      </testsuite>
      <!-- <testcase name="no test"/> -->
    </testsuites>`;
    assert.deepEqual(junitCounts(report), { passed: 1, failed: 1, skipped: 1 });
  });

  it("counts what Deno writes, where suites look like tests", () => {
    const report = `<testsuites><testsuite name="a.ts">
        <testcase name="suite"><failure message="1 test step failed">1 test step failed.</failure></testcase>
        <testcase name="suite &gt; inner"></testcase>
        <testcase name="suite &gt; inner &gt; passes"></testcase>
        <testcase name="suite &gt; fails"><failure message="no">no</failure></testcase>
      </testsuite></testsuites>`;
    assert.deepEqual(junitCounts(report), { passed: 1, failed: 1, skipped: 0 });
  });

  it("counts a suite that fails although its tests do not", () => {
    const report = `<testsuites>
        <testcase name="suite"><failure message="hook">hook</failure></testcase>
        <testcase name="suite &gt; passes"></testcase></testsuites>`;
    assert.deepEqual(junitCounts(report), { passed: 1, failed: 1, skipped: 0 });
  });

  it("finds nothing in a report that is not there", () => {
    assert.deepEqual(junitCounts(""), { passed: 0, failed: 0, skipped: 0 });
  });
});
