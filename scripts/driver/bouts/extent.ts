/** How much is measured. */
export type Extent =
  /** Until all is decided, at most so long; what looks like a change may be brought to certainty beyond that, by `overtime`, a part of it. */
  | { readonly kind: "budget"; readonly budgetMs: number; readonly overtime: number }
  /** So many bouts of each group, whatever they show. */
  | { readonly kind: "rounds"; readonly rounds: number };
