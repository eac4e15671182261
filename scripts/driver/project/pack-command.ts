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
    const destination = `${repository}dist`;
    await mkdir(destination, { recursive: true });
    for (const write of [writeLibraryPackage, writeSuitePackage]) {
      const folder = await mkdtemp(path.join(tmpdir(), "worker-matrix-pack-"));
      try {
        await write(folder);
        const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", destination], {
          cwd: folder,
        });
        const [packed] = JSON.parse(stdout) as {
          filename: string;
          unpackedSize: number;
          entryCount: number;
        }[];
        if (packed === undefined) throw new Error(`npm pack made nothing of ${folder}`);
        process.stdout.write(
          `dist/${packed.filename}: ${packed.entryCount} files, ${Math.round(packed.unpackedSize / 1000)} kB\n`,
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    return 0;
  });
}
