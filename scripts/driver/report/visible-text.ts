/**
 * Text from elsewhere on one line, with nothing in it that acts on what it stands in: line ends, control characters
 * (a terminal's escapes) and marks that turn the direction of writing are shown instead.
 *
 * @example visibleText("a\nb\u202Ec") // "a⏎b⟨202E⟩c"
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\n|\u2028|\u2029/g, "⏎")
    .replace(/\t/g, " ")
    .replace(/[\p{Cc}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, shown);
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `⟨${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
