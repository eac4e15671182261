import { percent } from "./digits.ts";
import type { Section } from "./questions.ts";
import type { Run } from "./read-run.ts";

/** What the marks of the tables mean, once for all of them. */
export function reading({ comparisons }: Run, sections: readonly Section[]): readonly string[] {
  const figures = sections.flatMap(({ tables }) =>
    tables.flatMap(({ rows }) =>
      rows.flatMap(({ entries }) => entries.filter((entry) => entry.kind === "figure")),
    ),
  );
  const measured = figures.filter(({ figure: { interval } }) => interval && interval.low < interval.high);
  const confidences = Map.groupBy(measured, ({ confidence }) => confidence);
  const [paired] = [...confidences.keys()].filter((confidence) => confidence !== usual);
  const isRanked = figures.some(({ rank }) => rank);
  const isDecided = comparisons.rows.length > 0;
  return [
    ...(measured.length > 0
      ? [
          paired === undefined
            ? `± is how far the ${percent(usual)} interval reaches.`
            : `± is how far the interval reaches: of ratios and speed-ups at ${percent(paired)}, of all else at ${percent(usual)}.`,
        ]
      : []),
    ...(isRanked
      ? [
          isDecided
            ? "Ranks follow from the verdicts: 1 is shown to be better than 2; 1= shares the place, as no difference that matters is left; 1? shares it because it is not decided."
            : "Ranks follow from the intervals: 1= shares the place, as the intervals overlap.",
        ]
      : []),
  ];
}

/** Of every interval that is not of a comparison. */
const usual = 0.95;
