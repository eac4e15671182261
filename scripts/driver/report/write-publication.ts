import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import { makeFolders, replaceFile } from "../files/write-file.ts";
import { charts, standaloneSvg } from "./charts/charts.ts";
import { dataFilesIn } from "./data-files.ts";
import { markdownReport } from "./markdown.ts";
import { page } from "./page/page.ts";
import type { Publication } from "./publication.ts";
import { tablesCsv, tablesJson } from "./tables-csv.ts";

/** What a publication can be written as. */
export const formats = ["md", "html", "svg", "csv", "json"] as const;

export type Format = (typeof formats)[number];

/** What a run writes at its end, and `publish.mjs` unless it is told otherwise. */
export const defaultFormats: readonly Format[] = ["md", "html", "svg", "csv"];

/**
 * Writes a publication into a folder, which is made where it does not exist.
 *
 * @returns the names of the files, folders with a slash at the end
 */
export function writePublication(
  publication: Publication,
  wanted: readonly Format[],
  out: string = publication.run.folder,
): string[] {
  const { run, sections, findings } = publication;
  const drawn = wanted.includes("html") || wanted.includes("svg") ? charts(publication) : [];
  const tables = tablesCsv(sections, () => run.provenance);
  const beside = relative(out, run.folder);
  const files: Record<Exclude<Format, "md" | "svg">, readonly [name: string, text: () => string]> = {
    html: ["index.html", () => page(publication, drawn, tables, beside && `${beside}/`)],
    csv: ["tables.csv", () => tables],
    json: ["tables.json", () => tablesJson(sections, findings, run.provenance, run.gaps)],
  };
  makeFolder(out);
  const names = wanted.flatMap((format) => {
    if (format === "md") return [];
    if (format === "svg") {
      replaceCharts(out, new Map(drawn.map((chart) => [chart.id, standaloneSvg(chart, run.provenance)])));
      return drawn.length > 0 ? "charts/" : [];
    }
    const [name, text] = files[format];
    replaceFile(join(out, name), text());
    return name;
  });
  if (!wanted.includes("md")) return names;
  const images = wanted.includes("svg") ? drawn : [];
  const listed = [...names, ...dataFilesIn(run.folder)];
  replaceFile(join(out, "README.md"), markdownReport(publication, listed, images));
  return ["README.md", ...names];
}

/** Writes charts into `charts/`, by their ids, in place of those of an earlier time. */
export function replaceCharts(out: string, charts: ReadonlyMap<string, string>): void {
  const folder = join(out, "charts");
  const earlier = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".svg")) : [];
  for (const name of earlier) rmSync(join(folder, name));
  if (charts.size > 0) makeFolder(folder);
  for (const [id, svg] of charts) replaceFile(join(folder, `${id}.svg`), svg);
}

/** Makes a folder where there is none. @throws {BadInput} */
export function makeFolder(folder: string): void {
  try {
    makeFolders(folder);
  } catch (error) {
    throw new BadInput(`Cannot write to "${folder}": ${(error as Error).message}`, { cause: error });
  }
}
