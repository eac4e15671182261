import process from "node:process";
import { installUncloneable } from "../../shared/line/uncloneable.ts";

/** Node 20 posts what later ones refuse, as an empty object (probe url-is-refused), and says of streams what is no `DataCloneError`. */
export function refuseAsLaterNodes(): void {
  if (Number.parseInt(process.versions.node, 10) < 22) installUncloneable(isUncloneable);
}

function isUncloneable(value: object): boolean {
  const name = String(Reflect.get(value, Symbol.toStringTag));
  const type: unknown = refused.has(name) && Reflect.get(globalThis, name);
  return (typeof type === "function" && value instanceof type) || value instanceof MessagePort;
}

const refused: ReadonlySet<string> = new Set([
  ...["URL", "URLSearchParams", "Headers", "Request", "Response", "FormData", "MessageEvent", "WebSocket"],
  ...["ReadableStream", "WritableStream", "TransformStream"],
]);
