import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/**
 * The user's own `command`: the first on PATH, but not one of a project's packages, which npm puts in front of it
 * (`node_modules/.bin`).
 */
export function commandOnPath(command: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const endings = process.platform === "win32" ? (env.PATHEXT ?? ".EXE;.CMD").split(";") : [""];
  for (const folder of pathOfUser(env)) {
    for (const ending of endings) {
      const file = path.join(folder, command + ending);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
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
