/**
 * Whether Deno would post an empty object for it (probe url-is-refused). It does for all that it has of the web's classes, but for those with a
 * mark of their own: only these it clones, or refuses.
 */
export function isDenoUncloneable(value: object): boolean {
  marks ??= {
    web: markOf(new URL("about:blank"), "[[webidl.brand]]"),
    own: markOf(new DOMException(), "Deno.core.hostObject"),
  };
  const { web, own } = marks;
  if (value instanceof Event) return true;
  return (
    web !== undefined && web in value && !(own !== undefined && own in value) && !(value instanceof Error)
  );
}

let marks: { readonly web: symbol | undefined; readonly own: symbol | undefined } | undefined;

/** Symbols that are Deno's alone: they can be found at what has them. */
function markOf(value: object, description: string): symbol | undefined {
  for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
    const mark = Object.getOwnPropertySymbols(at).find((symbol) => symbol.description === description);
    if (mark !== undefined) return mark;
  }
  return undefined;
}
