import { visibleText } from "./visible-text.ts";

/** Text as data: nothing in it is Markdown, HTML or mathematics, and it stays on its line. */
export function asData(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]<>|#~&$]/g, "\\$&");
}

/** Text as code, in a fence that is longer than any in it. */
export function asCode(text: string): string {
  const line = visibleText(text);
  const fence = "`".repeat(1 + Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length)));
  const space = /^`|`$/.test(line) ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}
