/** Text as data: nothing in it is Markdown or HTML. */
export function asData(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~]/g, "\\$&").replace(/[\r\n]+/g, " ");
}

/** Text as code, in a fence that is longer than any in it. */
export function asCode(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ");
  const fence = "`".repeat(1 + Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length)));
  const space = /^`|`$/.test(line) ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}
