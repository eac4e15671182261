#!/usr/bin/env node
import process from "node:process";
import { buildThreads } from "./driver/releases/build-threads.mjs";

// `npm ci` runs this too, under whatever Node there is.
await buildThreads().catch(({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
