import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ExecaError, execa } from "execa";
import { commandOnPath, pathOfUser } from "./command-on-path.ts";

/** npm said no: `code` is its own, such as `E404`, `ENOSPC` or `ECONNREFUSED`. */
export class NpmError extends Error {
  override name = "NpmError";
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
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
    const { stdout, stderr } = await execa(command, [...args, ...quiet], {
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
    const code = said.flatMap((line) => /^code (\w+)/.exec(line)?.[1] ?? [])[0] ?? error.code ?? "unknown";
    const reason = said.find((line) => line !== "" && !/^(?:code|syscall|errno|path) /.test(line));
    throw new NpmError(code, reason ?? error.shortMessage, { cause: error });
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
      await npm(["view", packageName, "versions", "--json"], os.tmpdir(), signal),
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
