/** A drawn chart. */
export interface Chart {
  /** Unique among the charts of a run, in kebab-case: also the name of its file. */
  readonly id: string;
  /** The question that it helps to answer. */
  readonly question: string;
  readonly title: string;
  /** What it shows, with units: for those who do not see it, and below it. */
  readonly about: string;
  /** How much was measured for it. */
  readonly measured: string;
  /** SVG whose colours are variables of the page: see `standaloneSvg` for a file. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}
