import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { checkColumn, columnsOf } from "./cell-columns.ts";
import type { PublishedCell } from "./published-cell.ts";

/** What a cell has to be: `runtime=node,bun`, `version!=1.3.14`, `threads<=4`, `workload=sum-*`. */
type Condition = (cell: PublishedCell) => boolean;

const pattern = /^\s*([^=!<>]+?)\s*(!=|<=|>=|=|<|>)(.*)$/s;

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** The cells that meet all filters, as `--filter` has them. @throws {BadInput} also where none does */
export function filterCells(cells: readonly PublishedCell[], filters: readonly string[]): PublishedCell[] {
  let left = [...cells];
  const known = columnsOf(cells);
  for (const filter of filters.flatMap((each) => separateConditions(each, known))) {
    const { column, condition } = readFilter(filter, cells);
    const kept = left.filter(condition);
    if (kept.length === 0 && left.length > 0) {
      const values = [...new Set(left.map(({ texts }) => texts.get(column) ?? ""))];
      const shown = values.slice(0, 12).join(", ");
      throw new BadInput(
        `--filter '${filter}' leaves no cell; ${column} is ${shown}${values.length > 12 ? ", …" : ""}`,
      );
    }
    left = kept;
  }
  return left;
}

/**
 * `executor=pool,bun,threads=2` as its conditions: behind a comma, what begins like one is one, and all else another
 * value. So is what begins with a word that is nearly a column: to be refused.
 */
function separateConditions(filter: string, known: readonly string[]): string[] {
  const conditions: string[] = [];
  for (const part of filter.split(",")) {
    const column = pattern.exec(part)?.[1];
    const begins = column !== undefined && (known.includes(column) || nearestWords(column, known).length > 0);
    const last = conditions.length - 1;
    if (begins || last < 0) conditions.push(part);
    else conditions[last] = `${conditions[last]},${part}`;
  }
  return conditions;
}

function readFilter(
  filter: string,
  cells: readonly PublishedCell[],
): { column: string; condition: Condition } {
  const [, column = "", operator = "", values = ""] = pattern.exec(filter) ?? [];
  if (column === "" || values.trim() === "") {
    throw new BadInput(
      `--filter '${filter}' is not understood; as in 'runtime=node,bun', 'threads<=4' or 'workload!=sum-*'`,
    );
  }
  checkColumn(column, columnsOf(cells), "--filter");
  const compare = comparisons[operator];
  if (compare !== undefined) {
    const bound = Number(values);
    if (Number.isNaN(bound)) throw new BadInput(`--filter '${filter}' needs a number behind ${operator}`);
    return {
      column,
      condition: ({ texts }) => {
        const text = texts.get(column) ?? "";
        return text !== "" && compare(Number(text), bound);
      },
    };
  }
  const accepted = values.split(",").map((value) => value.trim());
  const wanted = operator === "=";
  return {
    column,
    condition: (cell) => accepted.some((value) => hasValue(cell, column, value)) === wanted,
  };
}

/** Whether a cell has a value in a column. `*` stands for anything; a runtime may have the start of its version. */
export function hasValue({ texts }: PublishedCell, column: string, value: string): boolean {
  const text = texts.get(column) ?? "";
  if (text === value) return true;
  if (column === "runtime" || column === "label") {
    if (isRuntime(texts, value)) return true;
  }
  if (!value.includes("*")) return false;
  return new RegExp(`^${value.split("*").map(RegExp.escape).join(".*")}$`, "s").test(text);
}

/** Whether `node@24` names the runtime of a cell. */
function isRuntime(texts: ReadonlyMap<string, string>, spec: string): boolean {
  const [name, prefix = ""] = spec.split("@");
  const version = texts.get("version") ?? "";
  if (texts.get("label") === spec) return true;
  return (
    texts.get("runtime") === name && (prefix === "" || version === prefix || version.startsWith(`${prefix}.`))
  );
}
