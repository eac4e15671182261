import process from "node:process";

/** Why everything ends: the user or the system wants this process to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Aborts with `Interrupted` when the user or the system wants this process to end; a second time, it ends at once, with status 130. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new Interrupted("Interrupted; nothing was measured yet"));
    });
  }
  return controller.signal;
}
