// Loads modules under Node as `node-hooks.mjs` says, in each thread: workers inherit `--import`.
import module from "node:module";
import process from "node:process";
import { load, resolve } from "./node-hooks.mjs";

process.setSourceMapsEnabled(true);
if (module.registerHooks) module.registerHooks({ resolve, load });
else module.register("./node-hooks.mjs", import.meta.url);
