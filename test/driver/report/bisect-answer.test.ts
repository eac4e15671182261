import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answerLine, answerSentences } from "../../../scripts/driver/report/bisect/answer.ts";
import { aboutRatio as ratio, releaseRow as row } from "../../fixtures/release-rows.ts";

const old = row("bun@1.3.0", { side: "old" });
const own = row("bun@1.4.5", { verdict: "slower", ratio: ratio(2), bouts: 8, side: "new" });

describe("answerLine", () => {
  it("names the first release, the one before it, and how many were measured", () => {
    const found = [old, row("bun@1.3.9", { part: "last before" }), row("bun@1.3.10", { part: "first" }), own];
    assert.equal(answerLine(found), "first slower: bun@1.3.10 (bun@1.3.9 is not), 4 releases measured");
  });

  it("names a range where more could not be told", () => {
    assert.equal(
      answerLine([{ ...old, part: "from" }, row("bun@1.3.9"), { ...own, part: "to" }]),
      "between bun@1.3.0 and bun@1.4.5",
    );
  });

  it("says whether the ends are alike, or not decided", () => {
    assert.equal(
      answerLine([old, row("bun@1.4.5", { verdict: "same" })]),
      "no difference between bun@1.3.0 and bun@1.4.5",
    );
    assert.equal(
      answerLine([old, row("bun@1.4.5", { verdict: "inconclusive" })]),
      "not decided whether bun@1.3.0 and bun@1.4.5 differ",
    );
  });
});

describe("answerSentences", () => {
  const first = row("bun@1.3.10", { part: "first", step: ratio(1.8) });

  it("say by how much, against the release before, and in all", () => {
    assert.deepEqual(answerSentences([old, row("bun@1.3.9", { part: "last before" }), first, own]), [
      "bun@1.3.10 is the first release that is slower: mine takes 1.800 (1.620 to 1.980) times as long as under bun@1.3.9.",
      "From bun@1.3.0 to bun@1.4.5 the ratio is 2.000 (1.800 to 2.200).",
    ]);
  });

  it("say so where it is not the only step", () => {
    const last = row("bun@1.3.9", { part: "last before", verdict: "slower", ratio: ratio(1.1) });
    const [, second] = answerSentences([old, last, first, own]);
    assert.match(
      second ?? "",
      /^It is the largest step, but not the only one: bun@1\.3\.9 is slower than bun@1\.3\.0 too/,
    );
  });

  it("say so where only a part of the change has come", () => {
    const [, second] = answerSentences([
      ...[old, row("bun@1.3.9", { part: "last before" })],
      ...[{ ...first, side: "between" }, own],
    ]);
    assert.equal(second, "Another step comes later: bun@1.4.5 is slower than bun@1.3.10 too.");
  });

  it("say what fails, and what runs again", () => {
    const note = "bun@1.3.10 failed in 4 of 4 processes: Error: no";
    const last = row("bun@1.3.9", { part: "last before" });
    const address = (release: string) =>
      `${release} failed in 4 of 4 processes: panic at 0x${release.length}`;
    const crashed = { ...own, verdict: "broke", ratio: undefined, note: address("bun@1.4.5") };
    assert.equal(
      answerSentences([old, last, { ...first, step: undefined, note: address("bun@1.3.10") }, crashed])
        .length,
      1,
    );
    const [, other] = answerSentences([old, last, { ...first, step: undefined, note }, crashed]);
    assert.match(other ?? "", /^Under bun@1\.4\.5 it fails in another way: .*panic/);
    const broken = [
      old,
      last,
      { ...first, step: undefined, note },
      { ...own, verdict: "broke", ratio: undefined, note },
    ];
    assert.deepEqual(answerSentences(broken), [
      `bun@1.3.10 is the first release under which mine does not run: ${note}.`,
    ]);
    const fixed = [old, last, { ...first, step: undefined }, { ...own, verdict: "fixed", ratio: undefined }];
    assert.deepEqual(answerSentences(fixed), ["bun@1.3.10 is the first release under which mine runs."]);
  });

  it("say why there is only a range", () => {
    const to = { ...own, part: "to", note: "the time was up" };
    assert.deepEqual(answerSentences([{ ...old, part: "from" }, to]), [
      "mine became slower between bun@1.3.0 and bun@1.4.5: the time was up.",
    ]);
  });
});
