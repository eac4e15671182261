import { relative, resolve } from "node:path";
import process from "node:process";

/** A path as a person would type it here: relative below the current folder, absolute elsewhere. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path) || ".";
  return near.startsWith("..") ? resolve(path) : near;
}
