import process from "node:process";
import { execa } from "execa";
import { runCommand } from "../commands/run-command.ts";
import { denoBinary } from "./check-command.ts";

const folder = ".cache/api";

/** Makes pages of the comments on the library's public names, and returns the exit status. */
export function docsCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    if (args.length > 0) {
      process.stderr.write(`npm run docs takes no arguments, and got ${args.join(" ")}\n`);
      return 2;
    }
    const pages = ["doc", "--html", "--name=worker-matrix", `--output=${folder}`, "runners/mod.ts"];
    await execa(await denoBinary(), pages, { stderr: "ignore" });
    process.stdout.write(`Open ${folder}/index.html\n`);
    return 0;
  });
}
