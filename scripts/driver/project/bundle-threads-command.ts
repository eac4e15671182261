import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { runCommand } from "../commands/run-command.ts";
import { threadBundles } from "./thread-bundles.ts";

const help = `Usage: npm run bundle-threads

Writes runners/threads/: what the threads of each runtime load, in one file. Needed after a change of what runs in
threads; npm test says so.`;

/** Writes the bundles and returns the exit status: 0, or 2 for wrong arguments. */
export function bundleThreadsCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => bundleThreads(args));
}

async function bundleThreads(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    const isHelp = args.length === 1 && (args[0] === "--help" || args[0] === "-h");
    if (isHelp) process.stdout.write(`${help}\n`);
    else process.stderr.write(`npm run bundle-threads takes no arguments, and got ${args.join(" ")}\n`);
    return isHelp ? 0 : 2;
  }
  for (const { file, text } of await threadBundles()) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${path.relative(process.cwd(), file)}  ${(text.length / 1024).toFixed(1)} KiB\n`);
  }
  return 0;
}
