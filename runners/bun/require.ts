/** Bun's own `require`, which loads a module at once, when it is first needed. Nothing else has it: call it under Bun alone. */
export function bunRequire(module: string): unknown {
  return (import.meta as BunMeta).require(module);
}

interface BunMeta extends ImportMeta {
  require(module: string): unknown;
}
