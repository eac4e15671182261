import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import project from "../../../package.json" with { type: "json" };
import type { ReleasePackage, Runtime } from "../../../runners/runtime.ts";

const require = createRequire(import.meta.url);

/** The version of a runtime that package.json pins, and that `npm ci` brings where the platform has a package. */
export function pinnedVersion(runtime: Runtime): string {
  const optionalDependencies: Record<string, string> = project.optionalDependencies;
  const [version] = runtime.packages.flatMap(({ name }) => optionalDependencies[name] ?? []);
  if (version === undefined)
    throw new Error(`package.json pins no ${runtime.name}: expected it in optionalDependencies`);
  return version;
}

/** The binary of that version that `npm ci` brought, if it did. */
export function pinnedBinary(releasePackage: ReleasePackage, version: string): string | undefined {
  try {
    const manifest = require.resolve(`${releasePackage.name}/package.json`);
    if (JSON.parse(readFileSync(manifest, "utf8")).version !== version) return undefined;
    return path.join(path.dirname(manifest), releasePackage.binary);
  } catch {
    return undefined;
  }
}
