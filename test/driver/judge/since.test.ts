import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type KnownAt, stepsOf, wantedNext } from "../../../scripts/driver/judge/capabilities/since.ts";

/** Searches as the command does, and counts how many places were asked. */
function search(has: readonly (readonly boolean[])[], skipped: readonly number[] = []) {
  const places = has[0]?.length ?? 0;
  const asked = has.map(() => new Map<number, boolean>());
  const known =
    (name: number): KnownAt =>
    (place) =>
      asked[name]?.get(place);
  const ask = (name: number, place: number): void =>
    void asked[name]?.set(place, has[name]?.[place] ?? false);
  for (const [name] of has.entries()) for (const place of [0, places - 1]) ask(name, place);
  const seen = new Set<number>();
  const next = () =>
    wantedNext(
      has.map((_, name) => ({ name, known: known(name) })),
      places,
      new Set(skipped),
    );
  for (let wanted = next(); wanted.length > 0; wanted = next()) {
    for (const { place, names } of wanted.slice(0, 1)) {
      assert.ok(!skipped.includes(place));
      seen.add(place);
      for (const name of names) ask(name, place);
    }
  }
  return { steps: has.map((_, name) => stepsOf(known(name), places)), asked: seen.size };
}

const since = (first: number, places: number): boolean[] =>
  Array.from({ length: places }, (_, place) => place >= first);

describe("wantedNext()", () => {
  it("finds each first release of 200 in at most eight steps", () => {
    for (let first = 1; first < 200; first++) {
      const { steps, asked } = search([since(first, 200)]);
      assert.deepEqual(steps, [[{ before: first - 1, first, has: true }]]);
      assert.ok(asked <= 8, `${asked}`);
    }
  });

  it("shares what it asks among capabilities", () => {
    const { steps, asked } = search([since(80, 100), since(81, 100), since(83, 100)]);
    assert.deepEqual(
      steps.map(([step]) => step?.first),
      [80, 81, 83],
    );
    assert.ok(asked <= 10, `${asked}`);
  });

  it("finds where something ended, and asks nothing where nothing changes", () => {
    const { steps } = search([since(7, 20).map((has) => !has)]);
    assert.deepEqual(steps, [[{ before: 6, first: 7, has: false }]]);
    assert.equal(search([since(0, 20), since(20, 20)]).asked, 0);
  });

  it("goes round a release that cannot be asked, and leaves the step wider", () => {
    const { steps } = search([since(8, 20)], [7, 8]);
    assert.deepEqual(steps, [[{ before: 6, first: 9, has: true }]]);
  });
});
