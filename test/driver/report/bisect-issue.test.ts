import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Environment } from "../../../scripts/driver/bouts/environment.ts";
import { issueText } from "../../../scripts/driver/report/bisect/issue.ts";
import type { ReleaseRow } from "../../../scripts/driver/report/bisect/release-rows.ts";
import { madeUpContender } from "../../fixtures/contenders.ts";
import { aboutRatio, releaseRow } from "../../fixtures/release-rows.ts";

const machine = {
  id: "",
  os: "Linux 6.1",
  arch: "x64",
  cpu: "EPYC",
  cores: 2,
  coresPresent: 2,
  memoryMb: 4096,
};
const environment = { machine, version: "0.1.0" } as Environment;
const contenders = ["deno@2.8.0", "deno@2.8.1 --quiet"].map((label) => madeUpContender(label));
const script = "console.log(1);\n";

function issue(known: Partial<ReleaseRow>, text: string | undefined = script): string {
  const old = releaseRow("deno@2.8.0", { part: "last before", ...(known.cell && { cell: known.cell }) });
  const own = releaseRow("deno@2.8.1 --quiet", { part: "first", step: aboutRatio(1.5), ...known });
  return issueText([old, own], contenders, text, environment) ?? "";
}

describe("issueText", () => {
  it("says what changed, by how much, since when, on what, and how to see it", () => {
    const text = issue({ verdict: "slower", ratio: aboutRatio(1.5), bouts: 8 });
    assert.match(text, /^### mine is slower since Deno 2\.8\.1 --quiet\n/);
    assert.match(text, /takes 1\.500 \(1\.350 to 1\.650\) times as long as under Deno 2\.8\.0/);
    assert.match(text, /\| deno@2\.8\.1 --quiet \| 2026-01-01 \| 1\.500 \(1\.350 to 1\.650\) +\| +8 \|/);
    assert.match(text, /```js\nconsole\.log\(1\);\n```/);
    assert.match(
      text,
      /\nnpx --yes deno@2\.8\.0 run -A reproduce\.mjs\nnpx --yes deno@2\.8\.1 run -A --quiet reproduce\.mjs\n/,
    );
    assert.match(
      text,
      /Machine: EPYC, 2 cores, 4096 MiB, Linux 6\.1 x64\n- Releases: Deno 2\.8\.0 \(V8\); Deno 2\.8\.1 --quiet \(V8\)/,
    );
  });

  it("has no folders of the machine in it", () => {
    const note =
      "failed: Error: no /srv/me/bench/mine.ts, at file:///srv/me/a.ts:1:2 (C:\\Users\\me\\b.ts), see https://deno.com/x/y";
    const text = issue({ verdict: "broke", note });
    assert.match(text, /no mine\.ts, at a\.ts:1:2 \(b\.ts\), see https:\/\/deno\.com\/x\/y\./);
    assert.doesNotMatch(text, /srv|Users/);
  });

  it("names a longer script as attached, and the suite's own command where there can be no script", () => {
    assert.match(issue({ verdict: "slower" }, script.repeat(300)), /save the attached `reproduce\.mjs`/);
    const pool = issueText(
      [
        releaseRow("deno@2.8.0", { part: "last before" }),
        releaseRow("deno@2.8.1", { part: "first", verdict: "slower", cell: "mine/pool-2/1x1" }),
      ],
      contenders,
      undefined,
      environment,
    );
    assert.match(
      pool ?? "",
      /npx zx scripts\/upgrade\.mjs deno@2\.8\.0 deno@2\.8\.1 -w mine --executor pool --threads 2\n/,
    );
  });

  it("is none where nothing was found", () => {
    assert.equal(
      issueText([releaseRow("deno@2.8.0"), releaseRow("deno@2.8.1")], [], script, environment),
      undefined,
    );
  });
});
