import { statfsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ExecaError, execa } from "execa";
import { commandOnPath, pathOfUser } from "./command-on-path.ts";

/** npm said no: `code` is its own, such as `E404`, `ENOSPC` or `ECONNREFUSED`. */
export class NpmError extends Error {
  override name = "NpmError";
  readonly code: string;
  /** The folder in which it keeps what it has fetched, where that is what it cannot write to. */
  readonly cache: string | undefined;

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { readonly cache?: string | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.cache = options.cache;
  }

  /** What is wrong, and what can be done, in part of a line. */
  get reason(): string {
    if (this.cache !== undefined) {
      return `npm cannot write to its own cache, ${this.cache} (${this.code}); npm_config_cache moves that`;
    }
    if (this.isOffline) return `the npm registry cannot be reached (${this.code})`;
    const isTooNew = /with a date before/.test(this.message);
    return `npm said: ${this.message}${isTooNew ? " (its settings before and min-release-age say which it may take)" : ""}`;
  }

  /** Whether the registry was out of reach, and might not be at another time. */
  get isOffline(): boolean {
    return offlineCodes.has(this.code);
  }
}

/**
 * Runs the user's npm, with the user's settings, and returns what it printed. Arguments reach it as they are.
 *
 * @throws {NpmError}
 */
export async function npm(args: readonly string[], cwd: string, signal?: AbortSignal): Promise<string> {
  const command = commandOnPath("npm");
  if (command === undefined) throw new NpmError("ENOENT", "there is no npm on PATH");
  try {
    const { stdout, stderr } = await execa(command, [...args, ...asHere, ...quiet], {
      cwd,
      env: { ...process.env, PATH: pathOfUser().join(path.delimiter) },
      extendEnv: false,
      stdin: "ignore",
      ...(signal && { cancelSignal: signal }),
    });
    requireUnpacked(stderr);
    return stdout;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    const said = `${error.stderr}`
      .split("\n")
      .flatMap((line) => /^npm (?:error|ERR!) ?(.*)/.exec(line)?.[1] ?? []);
    const field = (name: string): string | undefined =>
      said.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
    const code = field("code") ?? error.code ?? "unknown";
    const message = said.find((line) => line !== "" && !/^(?:code|syscall|errno|path) /.test(line));
    const cache = field("syscall") && (await cacheInTrouble(command, cwd, code, field("path")));
    throw new NpmError(code, message ?? error.shortMessage, { cause: error, cache });
  }
}

/**
 * npm's own cache, if that is what it could not write to: `file` is in it, or, as npm names no file when a disk is full,
 * there is less room for it than for what `cwd` is for.
 */
async function cacheInTrouble(
  command: string,
  cwd: string,
  code: string,
  file: string | undefined,
): Promise<string | undefined> {
  const { stdout: cache } = await execa(
    command,
    ["config", "get", "cache", "--location=project", "--logs-max=0"],
    {
      cwd,
      stdin: "ignore",
      reject: false,
    },
  );
  if (file !== undefined) return cache !== "" && file.startsWith(cache) ? cache : undefined;
  return ["ENOSPC", "EDQUOT"].includes(code) && room(cache) < room(cwd) ? cache : undefined;
}

function room(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** A file that npm could not write whole is a warning to it. */
function requireUnpacked(said: string): void {
  const [, code, message] = /\bTAR_ENTRY_ERROR (E[A-Z]+)?:? ?(.*)/.exec(said) ?? [];
  if (message !== undefined) throw new NpmError(code ?? "TAR_ENTRY_ERROR", message);
}

/**
 * Asks the registry which versions a package has, once for each package.
 *
 * @throws {NpmError}
 */
export function npmVersions(signal?: AbortSignal): (packageName: string) => Promise<readonly string[]> {
  const asked = new Map<string, Promise<readonly string[]>>();
  const ask = async (packageName: string): Promise<readonly string[]> => {
    const versions: unknown = JSON.parse(
      await npm(["view", packageName, "versions", "--json"], path.parse(os.homedir()).root, signal),
    );
    // One version alone comes without its list.
    return Array.isArray(versions) ? versions : [String(versions)];
  };
  return (packageName) => {
    const known = asked.get(packageName) ?? ask(packageName);
    asked.set(packageName, known);
    return known;
  };
}

/** Where npm works and what it looks for, whatever the user has told it in files and variables. */
const asHere = ["--location=project", "--no-global", "--no-workspaces", "--no-usage", "--tag=latest"];

const quiet = [
  "--no-audit",
  "--no-fund",
  "--no-update-notifier",
  "--no-progress",
  "--no-color",
  "--loglevel=warn",
  "--fetch-retries=1",
  "--fetch-retry-mintimeout=500",
  "--fetch-retry-maxtimeout=3000",
];

const offlineCodes = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTCACHED",
  "ENOTFOUND",
  "ERR_SOCKET_TIMEOUT",
  "ETIMEDOUT",
  "FETCH_ERROR",
]);
