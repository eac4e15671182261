import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { getSystemErrorMessage } from "node:util";
import { BadInput } from "../command-line/bad-input.ts";

/** A file cannot be written: the disk is full, or has gone. The message is one line; what was there before is kept. */
export class WriteError extends Error {
  override readonly name = "WriteError";
}

/**
 * Writes a file as a whole: whoever reads it, or kills this process, finds the old text or the new one.
 *
 * @throws {WriteError}
 */
export function replaceFile(path: string, text: string | Uint8Array): void {
  orWriteError(path, () => {
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  });
}

/** Adds to the end of a file of somebody else, or begins it. @throws {WriteError} */
export function appendTo(path: string, text: string): void {
  orWriteError(path, () => appendFileSync(path, text));
}

/**
 * Makes sure that a file can be written later, by trying.
 *
 * @param option whose value it is
 * @throws {BadInput}
 */
export function checkWritable(option: string, path: string): void {
  try {
    const isNew = !existsSync(path);
    replaceFile(path, isNew ? "" : readFileSync(path));
    if (isNew) rmSync(path);
  } catch (error) {
    throw new BadInput(`${option}: ${(error as Error).message}`, { cause: error });
  }
}

/** Makes a folder and those that it is in. Node's own way never ends where the system denies that there are any (/proc). */
export function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  mkdirSync(path);
}

/**
 * Makes a folder of this process's own among the temporary ones.
 *
 * @throws {WriteError}
 */
export function makeTemporaryFolder(): string {
  const path = join(tmpdir(), "worker-matrix-");
  return orWriteError(path, () => mkdtempSync(path));
}

/**
 * Adds to the end of a file: all of the text, or nothing.
 *
 * @throws {WriteError}
 */
export function appendToFile(path: string, text: string): void {
  const { size } = statSync(path);
  orWriteError(path, () => {
    try {
      appendFileSync(path, text);
    } catch (error) {
      truncateSync(path, size);
      throw error;
    }
  });
}

function orWriteError<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { errno, message } = error as NodeJS.ErrnoException;
    const reason = errno === undefined ? message : getSystemErrorMessage(errno);
    throw new WriteError(`Cannot write ${path}: ${reason}`, { cause: error });
  }
}
