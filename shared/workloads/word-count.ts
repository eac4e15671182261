import { getDefaultExecutor } from "../default-executor.ts";
import { task } from "../task.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";
import { seededRandom } from "./support/seeded-random.ts";

type Counts = Map<string, number>;

/** How often each word occurs, whatever its case. */
export const countWords = task(import.meta.url, function countWords(text: string): Counts {
  const counts: Counts = new Map();
  for (const [word] of text.toLowerCase().matchAll(/[a-z']+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
});

export default {
  name: "word-count",
  about: "words counted by map and reduce: shows strings going to threads and tables of counts coming back",
  defaults: { tasks: 8, size: 20_000 },
  threaded: true,

  setup: ({ tasks, size }) => Array.from({ length: tasks }, (_, index) => wordsOf(index, size).join("")),

  async run(_params, texts) {
    const total: Counts = new Map();
    for await (const counts of getDefaultExecutor().map(countWords, texts)) {
      for (const [word, count] of counts) total.set(word, (total.get(word) ?? 0) + count);
    }
    return total;
  },

  check(counts, { tasks, size }) {
    expectEqual(counts, expectedCounts(tasks, size), "the counts");
  },
} satisfies Workload<string[], Counts>;

/** Another way: counted while the text was still words. */
const expectedCounts = rememberLast((tasks: number, size: number): Counts => {
  const words = Array.from({ length: tasks }, (_, index) => wordsOf(index, size)).flat();
  const counts: Counts = new Map();
  for (const word of words.map((each) => each.replace(/[^a-z']/gi, "").toLowerCase()).sort()) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
});

/** Words with what follows them, a few of them frequent and most of them rare, as in a real text. */
function wordsOf(part: number, size: number): string[] {
  const random = seededRandom(part);
  return Array.from({ length: size }, () => {
    const rank = Math.floor(2_000 * (random() / 2 ** 32) ** 3);
    const word = spell(rank);
    const chance = random() % 16;
    const cased = chance === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    return cased + (chance === 1 ? ", " : chance === 2 ? ".\n" : " ");
  });
}

/** A pronounceable word for a number, another one for each. */
function spell(rank: number): string {
  const syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zan"];
  return Array.from(String(rank), (digit) => syllables[Number(digit)]).join("");
}
