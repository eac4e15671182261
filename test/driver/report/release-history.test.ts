import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { feedOf } from "../../../scripts/driver/report/release-history/feed.ts";
import { type HistoryRow, historyRows } from "../../../scripts/driver/report/release-history/history-rows.ts";
import { historySentences } from "../../../scripts/driver/report/release-history/step-sentences.ts";

/** A row of `history.csv`, as somebody else might have written it. */
function row(release: string, more: Record<string, string> = {}): HistoryRow {
  const texts = {
    ...{ release, cell: "gzip/inline-1/4x10000", metric: "wall_ms", ratio: "1", bouts: "8", change: "0" },
    ...{ status: "ok", reference: "bun@1.0.0", better: "lower", ...more },
  };
  const file = { columns: Object.keys(texts), rows: [Object.values(texts)], gaps: [] };
  const [read] = historyRows(file);
  assert.ok(read);
  return read;
}

const slower = {
  ...{ change: "1", change_ratio: "1.2", change_ci_low: "1.15", change_ci_high: "1.25" },
  ...{ change_verdict: "slower", change_against: "bun@1.1.0" },
};

describe("historySentences", () => {
  it("say each step in the order of the releases, with what it is held against", () => {
    const rows = [
      ...[row("bun@1.0.0"), row("bun@1.1.0"), row("bun@1.2.0", slower)],
      row("bun@1.1.0", {
        ...{ metric: "calls_per_s", change: "1", change_ratio: "0.8", better: "higher" },
        ...{ change_verdict: "slower", change_against: "bun@1.0.0" },
      }),
    ];
    assert.deepEqual(historySentences(rows), [
      "calls_per_s of gzip is worse from bun@1.1.0 on: it is 0.800 times what it was under bun@1.0.0.",
      "gzip is slower from bun@1.2.0 on: it takes 1.200 (1.150 to 1.250) times as long as under bun@1.1.0.",
    ]);
  });

  it("name the cell where a workload is followed in several", () => {
    const rows = [
      row("bun@1.1.0"),
      row("bun@1.2.0", slower),
      row("bun@1.1.0", { cell: "gzip/pool-2/4x10000" }),
    ];
    assert.match(historySentences(rows)[0] ?? "", /^gzip\/inline-1\/4x10000 is slower from bun@1\.2\.0 on/);
  });

  it("say that there is no step, what is open, and what could not be measured", () => {
    const rows = [
      ...[row("bun@1.0.0"), row("bun@1.1.0")],
      row("bun@1.2.0", {
        note: "the level may change here, which has not been confirmed yet; something else",
      }),
      row("bun@1.3.0", { status: "not installed", change: "", note: "Cannot install it: not there" }),
      row("bun@1.4.0", { status: "not measured", change: "" }),
    ];
    assert.deepEqual(historySentences(rows), [
      "No step was found in gzip from bun@1.0.0 to bun@1.2.0, 3 releases.",
      "gzip may change with bun@1.2.0: this has not been confirmed yet, and --resume or a longer --budget goes on.",
      "bun@1.3.0 could not be installed: Cannot install it: not there.",
      "Not measured within the budget: bun@1.4.0.",
    ]);
  });
});

describe("feedOf", () => {
  const [first, later] = ["2026-11-01T00:00:00.000Z", "2026-11-08T00:00:00.000Z"];
  const begun = [row("bun@1.0.0"), row("bun@1.1.0")];
  const at = (now: string) => ({ run: "h", title: "Bun", now });

  it("has what is new, and keeps what it has said", () => {
    const { feed } = feedOf(begun, at(first), undefined);
    assert.deepEqual(
      feed.items.map(({ title, date_published }) => [title, date_published]),
      [["2 releases, bun@1.0.0 to bun@1.1.0: no step", first]],
    );
    const next = feedOf([...begun, row("bun@1.2.0", slower)], at(later), JSON.stringify(feed));
    assert.deepEqual(
      next.feed.items.map(({ title, date_published }) => [title, date_published]),
      [
        ["bun@1.2.0: one step", later],
        ["gzip is slower from bun@1.2.0 on", later],
        ["2 releases, bun@1.0.0 to bun@1.1.0: no step", first],
      ],
    );
    assert.equal(new Set(next.feed.items.map(({ id }) => id)).size, 3);
  });

  it("adds nothing where nothing is new, and begins anew where the file is no feed", () => {
    const { feed } = feedOf(begun, at(first), undefined);
    assert.deepEqual(feedOf(begun, at(later), JSON.stringify(feed)), { feed, added: [] });
    for (const text of ["", "{", '{"items":[{"id":1},null]}']) {
      assert.equal(feedOf(begun, at(first), text).feed.items.length, 1);
    }
  });
});
