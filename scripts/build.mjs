#!/usr/bin/env node
import process from "node:process";
import { buildThreads } from "./driver/releases/build-threads.mjs";

// `npm ci` runs this too, under whatever Node there is.
try {
  await buildThreads();
} catch (error) {
  process.stderr.write(
    `Cannot build what threads load (${error instanceof Error ? error.message : error}); they load the sources, which takes longer\n`,
  );
  process.exitCode = 1;
}
