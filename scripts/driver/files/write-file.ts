import {
  accessSync,
  appendFileSync,
  constants,
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
import { BadInput } from "../command-line/bad-input.ts";
import { systemErrorText } from "../command-line/system-error.ts";
import { type Destination, destinationOf } from "./destination.ts";
import { writeToDevice } from "./write-to-device.ts";

/** A file cannot be written: the disk is full, or has gone. The message is one line; what was there before is kept. */
export class WriteError extends Error {
  override readonly name = "WriteError";
}

/**
 * Writes a file as a whole: whoever reads it, or kills this process, finds the old text or the new one. A link to a
 * file stays a link. A device or a pipe stays too, and is written to as a shell does. A long text may come in pieces, which can be
 * gone through again.
 *
 * @throws {WriteError}
 */
export function replaceFile(path: string, text: string | Iterable<string>): void {
  orWriteError(path, () => {
    const to = destinationOf(path);
    if (to.kind === "file") replace(to.path, text);
    else for (const piece of piecesOf(text)) print(to, piece);
  });
}

function piecesOf(text: string | Iterable<string>): Iterable<string> {
  return typeof text === "string" ? [text] : text;
}

/** Adds to the end of a file of somebody else, or begins it. @throws {WriteError} */
export function appendTo(path: string, text: string): void {
  orWriteError(path, () => {
    const to = destinationOf(path);
    if (to.kind === "file") appendFileSync(to.path, text);
    else print(to, text);
  });
}

/**
 * Makes sure that a file can be written later, by trying; a device or a pipe is only asked for its permission.
 *
 * @param option whose value it is
 * @throws {BadInput}
 */
export function checkWritable(option: string, path: string): void {
  if (path === "") throw new BadInput(`${option} needs the name of a file, and got an empty one`);
  try {
    orWriteError(path, () => {
      const to = destinationOf(path);
      if (to.kind === "device") accessSync(to.path, constants.W_OK);
      if (to.kind !== "file") return;
      replace(to.path, to.isThere ? readFileSync(to.path) : "");
      if (!to.isThere) rmSync(to.path);
    });
  } catch (error) {
    throw new BadInput(`${option}: ${(error as Error).message}`, { cause: error });
  }
}

function replace(path: string, text: string | Uint8Array | Iterable<string>): void {
  const part = `${path}.part`;
  try {
    writeAll(part, text);
    renameSync(part, path);
  } catch (error) {
    try {
      rmSync(part, { force: true });
    } catch {} // what keeps it from being written keeps it from being removed
    // A container may be given this file alone: it can be written to, and nothing can take its place.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EBUSY", "EROFS", "EACCES", "EPERM"].includes(code) || !existsSync(path)) throw error;
    writeAll(path, text);
  }
}

function writeAll(path: string, text: string | Uint8Array | Iterable<string>): void {
  const isWhole = typeof text === "string" || text instanceof Uint8Array;
  writeFileSync(path, isWhole ? text : "");
  if (!isWhole) for (const piece of text) appendFileSync(path, piece);
}

function print(to: Exclude<Destination, { kind: "file" }>, text: string): void {
  if (to.kind === "output") to.stream.write(text);
  else writeToDevice(to.path, text);
}

/** Makes a folder and those that it is in. Node's own way never ends where the system denies that there are any (/proc). */
export function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  mkdirSync(path);
}

/** Makes sure that there is room among the temporary files. @throws {WriteError} */
export function checkTemporaryRoom(): void {
  rmSync(makeTemporaryFolder(), { recursive: true, force: true });
}

/** Room for the report of any process. */
const roomBytes = 2 ** 16;

/**
 * Makes a folder of this process's own among the temporary ones, with room in it.
 *
 * @throws {WriteError}
 */
export function makeTemporaryFolder(): string {
  const parent = tmpdir();
  let folder: string | undefined;
  try {
    return orWriteError(
      `to ${parent}, the folder for temporary files`,
      () => {
        folder = mkdtempSync(join(parent, "worker-matrix-"));
        const probe = join(folder, "room");
        writeFileSync(probe, new Uint8Array(roomBytes));
        rmSync(probe);
        return folder;
      },
      existsSync(parent)
        ? "; make room there, or name another one with TMPDIR"
        : "; make that folder, or name another one with TMPDIR",
    );
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Adds to the end of a file: all of the text, or nothing.
 *
 * @throws {WriteError}
 */
export function appendToFile(path: string, text: string): void {
  orWriteError(path, () => {
    const { size } = statSync(path);
    try {
      appendFileSync(path, text);
    } catch (error) {
      truncateSync(path, size);
      throw error;
    }
  });
}

function orWriteError<T>(what: string, write: () => T, remedy = ""): T {
  try {
    return write();
  } catch (error) {
    const { errno, message } = error as NodeJS.ErrnoException;
    const reason = errno === undefined || errno > 0 ? message : systemErrorText(errno);
    throw new WriteError(`Cannot write ${what}: ${reason}${remedy}`, { cause: error });
  }
}
