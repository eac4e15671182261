import type { KnownRelease } from "./installed-runtime.ts";

/** What names this very release, also when there are newer ones. */
export function exactSpec({ name, version, flags = [], spec, source, kind }: KnownRelease): string {
  if (kind === "reference" || source === "system" || source === "path") return spec;
  return [`${name}@${version}`, ...flags].join(" ");
}
