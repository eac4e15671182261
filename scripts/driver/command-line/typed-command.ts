/**
 * A command as one types it into a shell: words that a shell would read otherwise are in quotes.
 *
 * @example typedCommand(["-w", "my work.ts"]) // "-w 'my work.ts'"
 */
export function typedCommand(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}
