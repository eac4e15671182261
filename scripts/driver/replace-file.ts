import { renameSync, writeFileSync } from "node:fs";

/** Writes a file as a whole: whoever reads it, or kills this process, finds the old text or the new one. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
