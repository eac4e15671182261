import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  figureText,
  intervalText,
  ratioText,
  significant,
  spreadText,
} from "../../../scripts/driver/report/digits.ts";
import { type Apart, type Entrant, ranks, rankText } from "../../../scripts/driver/report/rank.ts";
import { visibleText } from "../../../scripts/driver/report/visible-text.ts";
import { differenceOf, figureOf, geometricMean, ratioOf } from "../../../scripts/driver/statistics/figure.ts";

const figure = (value: number, low: number, high: number) => {
  const made = figureOf(value, low, high);
  assert.ok(made);
  return made;
};

describe("figureText", () => {
  const cases: readonly (readonly [value: number, low: number, high: number, text: string])[] = [
    [33.7128, 33.6, 33.8, "33.7"],
    [33.7128, 33.65, 33.78, "33.71"],
    [33.7128, 33.71, 33.715, "33.713"],
    [1234.5, 1000, 1500, "1200"],
    [0.01234, 0.0121, 0.0126, "0.0123"],
    [10, 5, 20, "10"],
    [5, 5, 5, "5.0000"],
  ];
  for (const [value, low, high, text] of cases) {
    it(`shows ${value} in ${low} to ${high} as ${text}`, () => {
      assert.equal(figureText(figure(value, low, high)), text);
    });
  }

  it("shows three digits where there is no interval, and an exponent only where these are far from the point", () => {
    assert.equal(figureText({ value: 0.000001234, interval: undefined }), "0.00000123");
    assert.equal(significant(123456789), "123000000");
    assert.equal(significant(0), "0.00");
    assert.equal(significant(1e-25), "1.00e-25");
    assert.equal(significant(-1.5e-300), "-1.50e-300");
    assert.equal(significant(1.2345e25), "1.23e+25");
    assert.equal(significant(1.5e-9), "0.00000000150");
    assert.equal(significant(9.99e14), "999000000000000");
    assert.equal(significant(5e-324), "4.94e-324");
    assert.equal(significant(Number.MAX_VALUE), "1.80e+308");
  });

  it("keeps short whatever a figure and its interval are", () => {
    assert.equal(figureText(figure(1.23456e300, 1.2e300, 1.3e300)), "1.23e+300");
    assert.equal(intervalText(figure(1.23456e300, 1.21e300, 1.3e300)), "1.21e+300 to 1.30e+300");
    assert.equal(intervalText(figure(1.23456e-300, 0, 1.3e-300)), "0 to 1.3e-300");
    assert.equal(intervalText(figure(0.3, 1e-17, 0.31)), "0.00 to 0.31");
    assert.equal(figureText(figure(1e300, 1e300, 1e300)), "1.0000e+300");
    assert.equal(ratioText(figure(1e300, 1e-300, 1e300)), "1.0000e+300 (0.000 to 1.0000e+300)");
    assert.equal(spreadText(figure(-1e300, -2e300, 1e300)), "±2.0e+300");
  });
});

describe("spreadText", () => {
  it("is the longer side in percent, or plain where the interval reaches 0", () => {
    assert.equal(spreadText(figure(100, 99, 102)), "±2.0 %");
    assert.equal(spreadText(figure(100, 80, 102)), "±20 %");
    assert.equal(spreadText(figure(1, -1, 2)), "±2.0");
    assert.equal(spreadText({ value: 1, interval: undefined }), "");
    assert.equal(intervalText(figure(100, 98.2, 102.7)), "98 to 103");
  });

  it("keeps the ends of a ratio's interval off 1 where they are", () => {
    assert.equal(intervalText(figure(0.989, 0.9666, 0.9981), 1), "0.967 to 0.998");
    assert.equal(intervalText(figure(0.989, 0.9666, 1), 1), "0.97 to 1.00");
    assert.equal(intervalText(figure(0.989, 0.9666, 0.9981)), "0.97 to 1.00");
  });
});

describe("ratioOf", () => {
  it("has an interval whose log distances are those of the two, as the sides of a right angle", () => {
    const ratio = ratioOf(figure(20, 18, 21), figure(10, 9, 12));
    assert.ok(ratio?.interval);
    assert.ok(Math.abs(ratio.value - 2) < 1e-12);
    assert.ok(
      Math.abs(
        Math.log(ratio.interval.low) - (Math.log(2) - Math.hypot(Math.log(20 / 18), Math.log(12 / 10))),
      ) < 1e-12,
    );
    assert.ok(
      Math.abs(
        Math.log(ratio.interval.high) - (Math.log(2) + Math.hypot(Math.log(21 / 20), Math.log(10 / 9))),
      ) < 1e-12,
    );
  });

  it("covers the true ratio of medians about as often as it says", () => {
    const random = uniform(11);
    const sample = (): number[] => Array.from({ length: 9 }, () => Math.exp(0.05 * normal(random)));
    let covered = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial += 1) {
      const [a, b] = [sample(), sample()].map((values) => {
        const sorted = values.toSorted((x, y) => x - y);
        return figure(sorted[4] ?? 0, sorted[1] ?? 0, sorted[7] ?? 0);
      });
      const interval = ratioOf(a, b)?.interval;
      if (interval && interval.low <= 1 && interval.high >= 1) covered += 1;
    }
    assert.ok(covered / trials > 0.94, `covered ${covered} of ${trials}`);
  });

  it("has no interval where one side has none, and is nothing for what is not positive", () => {
    const open = ratioOf(figure(2, 1, 3), { value: 1, interval: undefined });
    assert.ok(open && Math.abs(open.value - 2) < 1e-12);
    assert.equal(open.interval, undefined);
    assert.equal(ratioOf(figure(2, 1, 3), figure(0, 0, 0)), undefined);
  });
});

describe("geometricMean", () => {
  it("narrows with the number of figures, and needs an interval of each for its own", () => {
    const one = figure(2, 1.8, 2.2222);
    const mean = geometricMean([one, one, one, one]);
    assert.ok(mean?.interval && Math.abs(mean.value - 2) < 1e-12);
    assert.ok(Math.abs(Math.log(2 / mean.interval.low) - Math.log(2 / 1.8) / 2) < 1e-9);
    assert.equal(geometricMean([one, { value: 2, interval: undefined }])?.interval, undefined);
    assert.equal(geometricMean([]), undefined);
  });
});

describe("differenceOf", () => {
  it("may hold 0", () => {
    assert.deepEqual(differenceOf(figure(5, 4, 6), figure(5, 4, 6))?.value, 0);
  });
});

describe("figureOf", () => {
  it("takes ends that do not hold the value for no interval", () => {
    assert.equal(figureOf(5, 6, 7)?.interval, undefined);
    assert.equal(figureOf(5, undefined, 7)?.interval, undefined);
    assert.equal(figureOf(undefined, 1, 2), undefined);
  });
});

describe("ranks", () => {
  const entrant = (cell: string, figure: Entrant["figure"]): Entrant => ({ cell, figure });
  const places = (
    values: readonly (readonly [number, number, number])[],
    better: "lower" | "higher" = "lower",
  ) =>
    ranks(
      values.map(([value, low, high], index) => entrant(String(index), figure(value, low, high))),
      better,
    ).map((rank) => (rank ? rankText(rank) : ""));

  it("lets those that overlap the leader share its place, and goes on after them", () => {
    const four = [
      [10, 9, 11],
      [10.5, 10, 12],
      [20, 19, 21],
      [11.5, 11.2, 12],
    ] as const;
    assert.deepEqual(places(four), ["1=", "1=", "4", "3"]);
  });

  it("does not chain: whoever overlaps only a follower is behind", () => {
    assert.deepEqual(
      places([
        [10, 9, 11],
        [11, 10, 13],
        [12.5, 12, 14],
      ]),
      ["1=", "1=", "3"],
    );
  });

  it("turns round where higher is better", () => {
    assert.deepEqual(
      places(
        [
          [1, 0.9, 1.1],
          [2, 1.9, 2.1],
        ],
        "higher",
      ),
      ["2", "1"],
    );
  });

  it("ranks nobody where somebody has no interval, or is alone", () => {
    const [first, bare] = [figure(1, 0.9, 1.1), { value: 2, interval: undefined }];
    const none = [undefined, undefined];
    assert.deepEqual(ranks([entrant("a", first), entrant("b", bare)], "lower"), none);
    assert.deepEqual(ranks([entrant("a", first), undefined], "lower"), none);
  });

  it("goes by what was found about two cells, whatever their intervals look like", () => {
    const found: Readonly<Record<string, Apart>> = { "b a": "apart", "c b": "same", "d b": "open" };
    const wide = ["a", "b", "c", "d"].map((cell, index) => entrant(cell, figure(10 + index, 1, 100)));
    const ranked = ranks(wide, "lower", (one, other) => found[`${one} ${other}`]);
    assert.deepEqual(
      ranked.map((rank) => (rank ? rankText(rank) : "")),
      ["1", "2?", "2?", "2?"],
    );
    assert.deepEqual(
      ranked.map((rank) => rank?.wins),
      [true, false, false, false],
    );
  });

  it("ranks figures without intervals where it is known what was found about them", () => {
    const bare = (cell: string, value: number) => entrant(cell, { value, interval: undefined });
    const ranked = ranks([bare("a", 1), bare("b", 2)], "lower", () => "apart");
    assert.deepEqual(
      ranked.map((rank) => (rank ? rankText(rank) : "")),
      ["1", "2"],
    );
  });
});

describe("visibleText", () => {
  it("shows what would act on its surroundings, and leaves the rest as it is", () => {
    assert.equal(visibleText("a\r\nb\tc\u001b[31m\u202Eevil\u0000"), "a⏎b c␛[31m⟨202E⟩evil␀");
    assert.equal(visibleText("Ünïcödé 👩‍👩‍👧 日本 עברית"), "Ünïcödé 👩‍👩‍👧 日本 עברית");
    assert.equal(visibleText("\ud800"), "\ufffd");
  });
});

function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
