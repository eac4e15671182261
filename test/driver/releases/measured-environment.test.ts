import assert from "node:assert/strict";
import { test } from "node:test";
import { measuredEnvironment } from "../../../scripts/driver/releases/measured-environment.ts";

test("measuredEnvironment passes on what a program needs, and nothing that steers a runtime", () => {
  const shell = {
    HOME: "/home/me",
    LANG: "en_GB.UTF-8",
    PATH: "/project/node_modules/.bin:/usr/bin",
    PYTHON_GIL: "1",
    FORCE_COLOR: "3",
    NODE_OPTIONS: "--require ./spy.js",
    DENO_DIR: "/elsewhere",
    BUN_OPTIONS: "--smol",
    npm_config_registry: "x",
    HTTP_PROXY: "http://proxy",
    LD_PRELOAD: "spy.so",
  };
  assert.deepEqual(measuredEnvironment({ DENO_DIR: "/ours" }, [], shell), {
    HOME: "/home/me",
    LANG: "en_GB.UTF-8",
    PATH: "/usr/bin",
    NO_COLOR: "1",
    DENO_DIR: "/ours",
  });
  assert.equal(measuredEnvironment({}, ["PYTHON_GIL"], shell).PYTHON_GIL, "1");
});
