import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import which from "which";

/**
 * The user's own `command`: the first on PATH, but not one of a project's packages, which npm puts in front of it
 * (`node_modules/.bin`).
 */
export function commandOnPath(command: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = pathOfUser(env).join(path.delimiter);
  const found = which.sync(command, { all: true, nothrow: true, path: folders, pathExt: env.PATHEXT }) ?? [];
  // It looks into the current folder as well, under Windows and where PATH is empty: what lies there may be anybody's.
  return found.find((file) => path.isAbsolute(file) && path.dirname(file) !== process.cwd());
}

/** The folders of PATH without those of a project's packages. */
export function pathOfUser(env: NodeJS.ProcessEnv = process.env): string[] {
  const folders = (env.PATH ?? env.Path ?? "").split(path.delimiter);
  return folders.filter(
    (folder) =>
      path.isAbsolute(folder) && !/[/\\](?:node_modules[/\\]\.bin|node-gyp-bin)[/\\]?$/.test(folder),
  );
}

/** Whether a path is a file that may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
