import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { execa } from "execa";
import { runCommand } from "../commands/run-command.ts";
import { repository } from "../files/folders.ts";
import { writeLibraryPackage } from "./library-package.ts";
import { writeSuitePackage } from "./suite-package.ts";

/** Makes the packages, and returns the exit status. */
export function packCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    if (args.length > 0) {
      process.stderr.write(`npm run pack takes no arguments, and got ${args.join(" ")}\n`);
      return 2;
    }
    for (const { filename, entryCount, unpackedSize } of await pack(`${repository}dist`)) {
      process.stdout.write(`dist/${filename}: ${entryCount} files, ${Math.round(unpackedSize / 1000)} kB\n`);
    }
    return 0;
  });
}

/** What npm says of a package that it has made. Sizes are in bytes. */
export interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

/** Makes the packages in a folder: that of the library, and that of the suite. */
export async function pack(destination: string): Promise<readonly Packed[]> {
  await mkdir(destination, { recursive: true });
  const packed: Packed[] = [];
  for (const write of [writeLibraryPackage, writeSuitePackage]) {
    const folder = await mkdtemp(path.join(tmpdir(), "worker-matrix-pack-"));
    try {
      await write(folder);
      const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", destination], {
        cwd: folder,
      });
      packed.push(...(JSON.parse(stdout) as Packed[]));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return packed;
}
