import type { Effects } from "../statistics/effect.ts";
import { SignedRank } from "../statistics/signed-rank.ts";
import { welchP } from "../statistics/student.ts";
import { estimateOf } from "./estimate-of.ts";
import type { Series } from "./series.ts";
import type { JudgedRow, MachineRatio } from "./verdict.ts";

/** With this probability machines that agree are said not to, in one series. */
const misrate = 1 / 1000;
/** So many pairs of a machine say how much they scatter. */
const fewestPairs = 3;
/** As in the looks: what t is divided by, since values may be less kind than normal ones. */
const shrink = 1.12;

/**
 * A row with what each machine says by itself, where the series is of several. Where they do not agree there is no ratio of all: it
 * would be one that no machine has. Slower or faster then is only what each of them shows.
 *
 * @param least the smallest difference that is worth a word, as an effect
 */
export function withMachines(
  row: JudgedRow,
  { effects, machines = [] }: Pick<Series, "effects" | "machines">,
  confidence: number,
  least: number,
): JudgedRow {
  const values = Map.groupBy(effects.values, (_, index) => machines[index] ?? "");
  if (values.size < 2) return row;
  const each = [...values].map(([machine, own]) => ratioOn(machine, own, effects, confidence));
  const apart = isApart([...values.values()], least);
  const way = row.verdict === "slower" || row.verdict === "faster";
  if (!apart) return { ...row, machines: each, notes: [...row.notes, ...(way ? confirmations(each) : [])] };
  const centres = [...values.values()].map((own) => new SignedRank(own).centre ?? 0);
  const isOneWay = centres.every((centre) => centre >= least) || centres.every((centre) => centre <= -least);
  const shown = each.map(({ machine, pairs, ratio }) =>
    [ratio === undefined ? "" : ratio.value.toFixed(3), `on ${machine} in ${pairs}`]
      .filter(Boolean)
      .join(" "),
  );
  return {
    ...row,
    verdict: way && isOneWay ? row.verdict : "inconclusive",
    ratio: undefined,
    machines: each,
    notes: [...row.notes, `${disagreement}: ${shown.join(", ")} bouts`],
  };
}

/** Which machines show a change by themselves, and which do not. */
function confirmations(machines: readonly MachineRatio[]): string[] {
  const shows = ({ ratio }: MachineRatio): boolean =>
    ratio?.interval !== undefined && (ratio.interval.low > 1 || ratio.interval.high < 1);
  const not = machines.filter((each) => !shows(each)).map(({ machine }) => machine);
  const number = `${machines.length} machines`;
  return [
    not.length === 0
      ? `confirmed: shown by each of ${number} by itself`
      : `not shown by itself on ${not.join(", ")} (of ${number})`,
  ];
}

/** How the note begins where machines do not agree. */
const disagreement = "machines differ";

/** Whether a note says that machines do not agree. */
export function isDisagreement(note: string): boolean {
  return note.startsWith(disagreement);
}

function ratioOn(
  machine: string,
  values: readonly number[],
  effects: Effects,
  confidence: number,
): MachineRatio {
  const ranks = new SignedRank(values);
  const ratio = estimateOf(effects, ranks.centre, ranks.interval(1 - confidence));
  return { machine, pairs: values.length, ratio };
}

/** Whether two of the machines show different effects, by more than chance explains, and by more than nobody minds. */
function isApart(machines: readonly (readonly number[])[], least: number): boolean {
  const known = machines.filter(({ length }) => length >= fewestPairs);
  const pairs = (known.length * (known.length - 1)) / 2;
  return known.some((one, index) =>
    known.slice(index + 1).some((other) => {
      const distance = Math.abs((new SignedRank(one).centre ?? 0) - (new SignedRank(other).centre ?? 0));
      return distance >= least && welchP(one, other, shrink) <= misrate / pairs;
    }),
  );
}

/** The pairs of the machine that has most of them: levels and times of several would be those of none. */
export function onOneMachine({ machines = [], baseline, cell }: Series): Pick<Series, "baseline" | "cell"> {
  const counts = Map.groupBy(machines, (machine) => machine);
  if (counts.size < 2) return { baseline, cell };
  const [machine] = [...counts].reduce((a, b) => (b[1].length > a[1].length ? b : a));
  const own = (values: readonly number[]): number[] =>
    values.filter((_, index) => machines[index] === machine);
  return { baseline: own(baseline), cell: own(cell) };
}
