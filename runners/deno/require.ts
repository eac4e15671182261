/**
 * Gives the name `worker-matrix` to `require` too, which knows nothing of Deno's import map. Done for a module that can be CommonJS,
 * since that makes the start of a thread half as long again.
 */
export function nameForRequire(module: string): Promise<void> | undefined {
  if (!/\.(?:cjs|cts|js)(?:[?#].*)?$/.test(module)) return undefined;
  naming ??= name();
  return naming;
}

let naming: Promise<void> | undefined;

async function name(): Promise<void> {
  const { default: Module } = (await import("node:module")) as unknown as { default: CommonJs };
  const { fileURLToPath } = await import("node:url");
  const resolve = Module._resolveFilename;
  const door = fileURLToPath(new URL("../mod.ts", import.meta.url));
  Module._resolveFilename = (request, ...rest) =>
    request === "worker-matrix" ? door : Reflect.apply(resolve, Module, [request, ...rest]);
}

/** That of Node's modules which looks up a file; Deno has it too. */
interface CommonJs {
  _resolveFilename(request: string, ...rest: unknown[]): string;
}
