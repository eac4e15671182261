import os from "node:os";
import path from "node:path";
import semver from "semver";
import { runtimes } from "../../../runners/current-runtime.ts";
import { references } from "../../../runners/references/references.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";

/** Which binary a user means, before anything is looked up. `text` is the spec as it was given, with its flags. */
export type RuntimeSpec = {
  readonly text: string;
  readonly name: string;
  readonly flags: readonly string[];
} & (
  | { readonly kind: "default" }
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "latest" }
  | { readonly kind: "canary" }
  | { readonly kind: "system" }
  | { readonly kind: "path"; readonly path: string }
);

/**
 * Parses `name`, `name@version`, `name@latest`, `name@canary`, `name@system` or `name@/path`, each of them with flags of the runtime behind a
 * space, if any: `node@24 --no-maglev`.
 *
 * A path may be relative to `cwd` or start with `~`. Touches neither disk nor network.
 *
 * @example parseRuntimeSpec("bun@1.3") // { text: "bun@1.3", name: "bun", flags: [], kind: "version", version: "1.3" }
 * @throws {BadInput} when the name is unknown or what follows the `@` is nothing of these
 */
export function parseRuntimeSpec(text: string, cwd: string = process.cwd()): RuntimeSpec {
  const [, place = "", typed = ""] = /^(.*?)(?:\s+(-.*))?$/s.exec(text) ?? [];
  const flags = typed.split(/\s+/).filter(Boolean);
  const [, name = "", which] = /^([^@]*)(?:@(.*))?$/s.exec(place) ?? [];
  if (!names.includes(name)) throw new BadInput(`Unknown runtime ${show(name)}: ${suggestion(name)}`);
  if (flags.length > 0 && name in references) {
    throw new BadInput(
      `Unknown flags in ${show(text)}: ${name} takes none here; expected flags of node, deno or bun`,
    );
  }
  const base = { text, name, flags };
  if (which === undefined) return { ...base, kind: "default" };
  if (/[/\\]|^\.|^~/.test(which)) return { ...base, kind: "path", path: absolute(which, cwd) };
  if (which === "system") return { ...base, kind: "system" };
  if (name in references) {
    throw new BadInput(
      `Unknown runtime ${show(text)}: ${name} is not installed from npm; expected ${name}, ${name}@system or a path such as ${name}@/usr/bin/${references[name]?.commands[0]}`,
    );
  }
  if (which === "latest" || which === "canary") return { ...base, kind: which };
  const version = which.replace(/^v(?=\d)/, "");
  if (prefix.test(version) || semver.valid(version) === version) {
    return { ...base, kind: "version", version };
  }
  throw new BadInput(
    `Unknown release in ${show(text)}: expected a version such as ${name}@${example[name] ?? "1.2.3"}, ${name}@latest, ${name}@canary, ${name}@system or a path such as ${name}@./${name}`,
  );
}

const names = [...Object.keys(runtimes), ...Object.keys(references)];
const example: Readonly<Record<string, string>> = { node: "24", deno: "2.8", bun: "1.3.14" };
const prefix = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2}$/;

function suggestion(name: string): string {
  const near = nearestWords(name, names);
  const known = `known: ${names.join(", ")}, alone or as in node@24, bun@canary, deno@system, bun@/opt/bun`;
  return near.length > 0 ? `did you mean ${near.join(" or ")}? (${known})` : known;
}

function absolute(text: string, cwd: string): string {
  return path.resolve(cwd, text.replace(/^~(?=$|[/\\])/, os.homedir()));
}

/** Text from a user, in quotes and on one line. */
function show(text: string): string {
  return JSON.stringify(text);
}
