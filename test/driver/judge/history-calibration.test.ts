import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { type DrawnHistory, drawHistory, recordedNoise } from "../../fixtures/drawn-history.ts";
import { normalNumbers, uniformNumbers } from "../../fixtures/processes.ts";

/** How many histories are drawn of each kind and noise; `DRAWS=40` for figures to go by. */
const draws = Number(process.env.DRAWS ?? 3);
/** Releases in each. */
const places = 30;
const step = Math.log(1.05);

const uniform = uniformNumbers(7);
const normal = normalNumbers(9);
const pick = (values: readonly number[]): number => values[Math.floor(uniform() * values.length)] ?? 0;

/** From bout to bout: normal ones of 2 and 4 %, and those of the cells of a real run, whose outliers are drawn, too. */
const recorded = recordedNoise("upgrade-2026-11-29T16-40-05");
const deviation = (values: readonly number[]): number => Math.hypot(...values) / Math.sqrt(values.length);
const noises: readonly (readonly [name: string, () => number])[] = [
  ["normal, 2 %", () => 0.02 * normal()],
  ["normal, 4 %", () => 0.04 * normal()],
  ...[...recorded]
    // Half of the cells; the noisier half takes as long to draw as it does to measure.
    .filter(([, values]) => process.env.DRAWS !== undefined || deviation(values) < 0.055)
    .map(([name, values]) => [name, () => pick(values)] as const),
];

/** What becomes of a step of 5 %, up or down: at a release from which on it stays, at the last one, and at one alone. */
const kinds: Readonly<Record<string, (place: number, at: number) => boolean>> = {
  "from a release on": (place, at) => place >= at,
  "at the last release": (place) => place === places - 1,
  "at one release": (place, at) => place === at,
};

describe("A drawn history of 30 releases", () => {
  it("says nothing in 99 of 100 in which nothing changes", (t) => {
    const all = noises.flatMap(([, noise]) => drawn(() => drawHistory(places, noise, () => 0)));
    const wrong = all.filter(({ said }) => said.length > 0);
    const seen = all.filter((each) => each.seen.size > 0);
    t.diagnostic(
      `said a step in ${wrong.length} of ${all.length}, after one was seen in ${seen.length}; ${perRelease(all)} bouts for each release`,
    );
    assert.ok(wrong.length <= Math.max(1, all.length / 100));
  });

  for (const [kind, isOn] of Object.entries(kinds)) {
    it(`finds a step of 5 % in 9 of 10, ${kind}`, (t) => {
      let hits = 0;
      const all = noises.flatMap(([name, noise]) => {
        let own = 0;
        const histories = drawn((index) => {
          const at = kind === "at the last release" ? places - 1 : 1 + Math.floor(uniform() * (places - 2));
          const size = index % 2 === 0 ? step : -step;
          const history = drawHistory(places, noise, (place) => (isOn(place, at) ? size : 0));
          if (history.said.includes(at)) own += 1;
          return history;
        });
        hits += own;
        if (process.env.DRAWS !== undefined) t.diagnostic(`${name}: ${own} of ${draws}`);
        return histories;
      });
      t.diagnostic(`${hits} of ${all.length}; ${perRelease(all)} bouts for each release`);
      assert.ok(hits >= 0.9 * all.length);
    });
  }
});

function drawn(make: (index: number) => DrawnHistory): DrawnHistory[] {
  return Array.from({ length: draws }, (_, index) => make(index));
}

function perRelease(histories: readonly DrawnHistory[]): string {
  const bouts = histories.reduce((sum, each) => sum + each.bouts, 0);
  return (bouts / histories.length / places).toFixed(1);
}
