/** Text as data: nothing in it is Markdown or HTML. */
export function asData(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
