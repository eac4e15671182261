import { visibleText } from "../visible-text.ts";
import type { HistoryRow } from "./history-rows.ts";
import { releasesOf, stepSentence, stepsOf } from "./step-sentences.ts";

/** A history's feed: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export interface Feed {
  readonly version: "https://jsonfeed.org/version/1.1";
  readonly title: string;
  readonly description: string;
  /** The newest first. */
  readonly items: readonly FeedItem[];
}

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly content_text: string;
  /** ISO 8601. */
  readonly date_published: string;
  readonly tags: readonly string[];
  /** The releases that were new then. */
  readonly _worker_matrix: { readonly releases: readonly string[] };
}

/**
 * Adds what is new to a feed: an item for each step that it does not have yet, and one for the releases that have been measured since. What it has
 * said before stays.
 *
 * @param earlier the text of the feed as it was; anything else begins a new one
 */
export function feedOf(
  rows: readonly HistoryRow[],
  { run, title, now }: { readonly run: string; readonly title: string; readonly now: string },
  earlier: string | undefined,
): { readonly feed: Feed; readonly added: readonly FeedItem[] } {
  const before = itemsOf(earlier);
  const ids = new Set(before.map(({ id }) => id));
  const told = new Set(before.flatMap(({ _worker_matrix }) => _worker_matrix.releases));
  const measured = releasesOf(rows.filter(({ change }) => change !== undefined));
  const fresh = measured.filter((release) => !told.has(release));
  const steps = stepsOf(rows).flatMap((row): FeedItem[] => {
    const id = visibleText(`${run}: ${row.release} ${row.cell} ${row.metric} ${row.verdict}`);
    const text = visibleText(stepSentence(row, rows));
    if (ids.has(id)) return [];
    return [
      {
        ...{ id, title: text.split(": ")[0] ?? text, content_text: text, date_published: now },
        ...{ tags: ["step", row.verdict, row.release], _worker_matrix: { releases: [] } },
      },
    ];
  });
  const added = [...(fresh.length > 0 ? [releasesItem(fresh, steps, run, now)] : []), ...steps];
  const feed: Feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: visibleText(title),
    description: "What each release changed, as worker-matrix history measures it.",
    items: [...added, ...before],
  };
  return { feed, added };
}

function releasesItem(
  fresh: readonly string[],
  steps: readonly FeedItem[],
  run: string,
  now: string,
): FeedItem {
  const [first = "", ...others] = fresh;
  const which = others.length === 0 ? first : `${fresh.length} releases, ${first} to ${fresh.at(-1)}`;
  const count = steps.length === 0 ? "no step" : steps.length === 1 ? "one step" : `${steps.length} steps`;
  return {
    id: visibleText(`${run}: measured ${fresh.join(" ")}`),
    title: visibleText(`${which}: ${count}`),
    content_text: visibleText(
      [`Measured for the first time: ${fresh.join(", ")}.`, ...steps.map((each) => each.content_text)].join(
        "\n",
      ),
    ),
    date_published: now,
    tags: ["releases", ...fresh],
    _worker_matrix: { releases: fresh },
  };
}

function itemsOf(text: string | undefined): FeedItem[] {
  try {
    const feed = JSON.parse(text ?? "null") as { items?: unknown } | null;
    return Array.isArray(feed?.items) ? feed.items.filter(isItem) : [];
  } catch {
    return [];
  }
}

function isItem(item: unknown): item is FeedItem {
  const { id, _worker_matrix } = (item ?? {}) as Partial<FeedItem>;
  return typeof id === "string" && Array.isArray(_worker_matrix?.releases);
}
