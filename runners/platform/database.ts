import process from "node:process";
import { UnsupportedError } from "../../shared/unsupported-error.ts";
import type { Database } from "../../shared/workloads/support/platform.ts";

type MakeDatabase = new (path: string) => Database;

/** Opens a database in memory by `bun:sqlite` or `node:sqlite`: they differ in the name of their class, for what is used here. */
export async function openDatabase(): Promise<Database> {
  const [module, name] =
    "bun" in process.versions ? ["bun:sqlite", "Database"] : ["node:sqlite", "DatabaseSync"];
  const Database = (await load(module))[name] as MakeDatabase;
  return new Database(":memory:");
}

async function load(module: string): Promise<Record<string, unknown>> {
  try {
    return await import(module);
  } catch (cause) {
    throw new UnsupportedError(`it has no ${module}`, { cause });
  }
}
