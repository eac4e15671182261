import { isInstalled } from "./folders.ts";

/** How one of our commands begins, as it is typed here: `npx zx scripts/upgrade.mjs`, or in a project `npx worker-matrix upgrade`. */
export function commandWords(name: string): string[] {
  return isInstalled ? ["npx", "worker-matrix", name] : ["npx", "zx", `scripts/${name}.mjs`];
}
