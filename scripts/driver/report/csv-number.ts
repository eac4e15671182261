/** A number of a CSV field; `undefined` for an empty one, and for what is no finite number. */
export function csvNumber(text: string): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
