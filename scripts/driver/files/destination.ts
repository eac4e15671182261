import { existsSync, fstatSync, lstatSync, readlinkSync, type Stats, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import process from "node:process";

/** What a path leads to, as far as it matters to somebody who is to write there. */
export type Destination =
  /** A regular file, which may be there; `path` is that of the file itself, behind all links. */
  | { readonly kind: "file"; readonly path: string; readonly isThere: boolean }
  /** What this process prints to, as `/dev/stdout`: what it has printed before stays. */
  | { readonly kind: "output"; readonly stream: NodeJS.WriteStream }
  /** A device or a pipe. Nothing may ever take its place. */
  | { readonly kind: "device"; readonly path: string };

/** What stands for standard output where a file is asked for, as elsewhere. */
export const standardOutput = "-";

/** Where to write for people, who must not be in the way of a program that reads one of these files from standard output. */
export function streamBeside(...files: readonly (string | undefined)[]): NodeJS.WriteStream {
  return files.includes(standardOutput) ? process.stderr : process.stdout;
}

/** Descriptor 3 of a process that was handed the work is its channel to the one that did so: see `pinned-node.mjs`. */
const isHandedOver = process.env.WORKER_MATRIX_HANDED_OVER !== undefined;

/** Finds out where a path leads; `-` is standard output. @throws {Error} for a folder and the like, which nothing can be written to */
export function destinationOf(path: string): Destination {
  if (path === standardOutput) return { kind: "output", stream: process.stdout };
  if (isHandedOver && /^\/(?:dev|proc\/self)\/fd\/3$/.test(path)) {
    throw new Error("descriptor 3 is in use here; expected another one, a file or /dev/stdout");
  }
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return { kind: "file", path: behindLinks(path), isThere: false };
  const stream = [process.stdout, process.stderr].find((_, index) => isOpenAs(index + 1, there));
  if (stream !== undefined) return { kind: "output", stream };
  if (there.isDirectory()) throw new Error("that is a folder; expected the name of a file");
  if (there.isSocket() || there.isBlockDevice()) {
    throw new Error("that is a socket or a disk; expected a file, a pipe or /dev/stdout");
  }
  const file = behindLinks(path);
  // A link of /proc may lead to a file that has lost its name.
  return there.isFile() && existsSync(file)
    ? { kind: "file", path: file, isThere: true }
    : { kind: "device", path };
}

/** Whether standard output and standard error go to one terminal, file or pipe, so that what is said on both is read twice. */
export function isOneStream(): boolean {
  try {
    return isOpenAs(1, fstatSync(2));
  } catch {
    return false; // one of them is closed
  }
}

function isOpenAs(descriptor: number, { dev, ino }: Stats): boolean {
  try {
    const open = fstatSync(descriptor);
    return open.dev === dev && open.ino === ino;
  } catch {
    return false;
  }
}

function behindLinks(path: string): string {
  let file = path;
  while (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const target = readlinkSync(file);
    file = isAbsolute(target) ? target : `${dirname(file)}/${target}`;
  }
  return file;
}
