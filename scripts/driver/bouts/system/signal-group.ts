import process from "node:process";

/** Signals a whole process group, if any of it is left. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {}
}
