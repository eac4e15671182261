import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { probesFolder } from "../files/folders.ts";
import { textIfThere } from "../files/read-file.ts";

/** A question about what a runtime's workers can do: a file in a folder of `runners/capabilities/`. */
export interface Probe {
  /** That of its file. */
  readonly name: string;
  /** That of its folder. */
  readonly subject: string;
  /** What should happen: the comment that its file begins with. */
  readonly about: string;
  readonly path: string;
}

/** Subjects in the order in which they are told; others come behind them. */
const order = ["start", "inside", "messages", "cloning", "memory", "errors", "ending"];

/** All probes, by subject. @throws {BadInput} when one does not say what should happen, or has the name of another one */
export function allProbes(folder: string = probesFolder): Probe[] {
  const subjects = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "support")
    .map(({ name }) => name);
  const place = (subject: string): number => order.indexOf(subject) + 1 || order.length + 1;
  const probes = subjects
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b))
    .flatMap((subject) => {
      const files = readdirSync(join(folder, subject)).filter((file) => file.endsWith(".mjs"));
      return files.sort().map((file) => readProbe(subject, join(folder, subject, file)));
    });
  requireUnique(probes);
  return probes;
}

function readProbe(subject: string, path: string): Probe {
  const text = textIfThere(path);
  if (text === undefined) throw new BadInput(`There is no file ${path}`);
  const [comment = ""] = /^(?:\/\/.*\n)+/.exec(text) ?? [];
  const about = comment
    .replace(/^\/\/ ?/gm, "")
    .trim()
    .replaceAll("\n", " ");
  if (about === "")
    throw new BadInput(`${path} does not say what should happen: begin it with a comment, // …`);
  return { name: basename(path, ".mjs"), subject, about, path };
}

/** The probes of these names, subjects or files; all of ours if there are none. @throws {BadInput} for a name that no probe has */
export function findProbes(
  names: readonly string[] | undefined,
  probes: readonly Probe[] = allProbes(),
): Probe[] {
  if (names === undefined) return [...probes];
  const known = [...new Set(probes.flatMap(({ name, subject }) => [name, subject]))];
  const found = names.flatMap((name) => {
    if (/[/\\]|\.mjs$/.test(name)) return readProbe("files", resolve(name));
    const named = probes.filter((probe) => probe.name === name || probe.subject === name);
    if (named.length > 0) return named;
    const [meant] = nearestWords(name, known);
    const help = meant === undefined ? "--list shows them" : `did you mean ${meant}?`;
    throw new BadInput(`Unknown probe ${name}; ${help}`);
  });
  const unique = [...new Set(found)];
  requireUnique(unique);
  return unique;
}

function requireUnique(probes: readonly Probe[]): void {
  const twice = probes.find(({ name }, index) => probes.findIndex((each) => each.name === name) < index);
  if (twice !== undefined) throw new BadInput(`Two probes are called ${twice.name}: rename one of them`);
}
