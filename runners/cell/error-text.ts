import { stripVTControlCharacters } from "node:util";

/**
 * An error as one line: class, message, causes and parts, and where in `file` it happened, as far as its stack says.
 *
 * @example `RangeError: size is too large (mine.ts:12:9), caused by TypeError: fetch failed`
 */
export function errorText(error: unknown, file?: string): string {
  return `${cut(message(error, new Set()))}${place(error, file)}`;
}

function message(error: unknown, seen: Set<unknown>): string {
  if (error === null || error === undefined) return `${error} thrown`;
  if (!(error instanceof Error)) return `${typeof error} thrown: ${oneLine(inspect(error))}`;
  if (seen.has(error)) return `${error.name} (again)`;
  seen.add(error);
  const text = oneLine(error.message);
  const parts =
    error instanceof AggregateError ? error.errors.map((part: unknown) => message(part, seen)) : [];
  return [
    text === "" ? error.name : `${error.name}: ${text}`,
    parts.length > 0 ? ` [${parts.join("; ")}]` : "",
    error.cause === undefined ? "" : `, caused by ${message(error.cause, seen)}`,
  ].join("");
}

function inspect(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(value);
  }
}

/** Without line breaks, and without what steers a terminal or ends a text. */
function oneLine(text: unknown): string {
  return stripVTControlCharacters(String(text))
    .replace(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, " ")
    .trim();
}

/** What is too long for a line loses its end. */
function cut(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

const maxLength = 1000;

/** The first frame of the stack that is in the file, as `(name.ts:line:column)`. */
function place(error: unknown, file: string | undefined): string {
  if (!(error instanceof Error) || file === undefined) return "";
  const stacks = [error, ...(error instanceof AggregateError ? error.errors : []), error.cause];
  const name = file.slice(file.lastIndexOf("/") + 1);
  for (const each of stacks) {
    const stack = each instanceof Error ? (each.stack ?? "") : "";
    const found = /[/\\]([^/\\\s]+:\d+(?::\d+)?)/g;
    for (const [, at] of stack.matchAll(found)) if (at?.startsWith(`${name}:`)) return ` (${at})`;
  }
  return "";
}
