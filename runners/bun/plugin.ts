/** Registers a plugin with the loader of this thread. Does nothing but under Bun. */
export function bunPlugin(plugin: BunPlugin): void {
  (globalThis as unknown as { readonly Bun?: { plugin(plugin: BunPlugin): void } }).Bun?.plugin(plugin);
}

interface BunPlugin {
  readonly name: string;
  setup(build: {
    module(name: string, load: BunLoad): void;
    onLoad(which: { readonly filter: RegExp }, load: BunLoad): void;
  }): void;
}

/** Gives what stands in a module's place. */
export type BunLoad = () => Loaded | Promise<Loaded>;

interface Loaded {
  readonly exports: object;
  readonly loader: "object";
}
