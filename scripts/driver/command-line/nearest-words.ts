import damerauLevenshtein from "damerau-levenshtein";

/**
 * The known words that somebody who typed `word` may have meant, the nearest first; none if all are far off.
 *
 * @example nearestWords("nodde", ["node", "deno", "bun"]) // ["node"]
 */
export function nearestWords(word: string, known: readonly string[]): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const ranked = known
    .map((candidate) => ({
      candidate,
      distance: damerauLevenshtein(word.toLowerCase(), candidate.toLowerCase()).steps,
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked.filter(({ distance }) => distance === ranked[0]?.distance).map(({ candidate }) => candidate);
}
