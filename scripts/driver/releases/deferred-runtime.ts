import type { Command, JavaScriptRuntime } from "./installed-runtime.ts";

/**
 * A release that a plan names before it is on this machine. It is installed when its first bout is near, and again where it has gone from the cache meanwhile; what
 * is known of it from an earlier run is enough to show what it measured then.
 */
export class DeferredRuntime implements JavaScriptRuntime {
  readonly status = "ready";
  readonly kind = "javascript";
  readonly flags: readonly string[] = [];
  readonly spec: string;
  readonly name: string;
  readonly version: string;
  readonly label: string;
  readonly #engine: string;
  #installed: JavaScriptRuntime | undefined;

  /** @param engine what an earlier run has recorded */
  constructor(name: string, version: string, engine = "") {
    this.name = name;
    this.version = version;
    this.label = `${name}@${version}`;
    this.spec = this.label;
    this.#engine = engine;
  }

  /** What it has been installed as; `undefined` before. */
  get installed(): JavaScriptRuntime | undefined {
    return this.#installed;
  }

  set installed(runtime: JavaScriptRuntime) {
    this.#installed = runtime;
  }

  get engine(): string {
    return this.#installed?.engine ?? this.#engine;
  }

  get path(): string {
    return this.#ready.path;
  }

  get source(): JavaScriptRuntime["source"] {
    return this.#installed?.source ?? "cache";
  }

  command(...args: Parameters<JavaScriptRuntime["command"]>): Command {
    return this.#ready.command(...args);
  }

  cellCommand(...args: Parameters<JavaScriptRuntime["cellCommand"]>): Command {
    return this.#ready.cellCommand(...args);
  }

  scriptCommand(...args: Parameters<JavaScriptRuntime["scriptCommand"]>): Command {
    return this.#ready.scriptCommand(...args);
  }

  get #ready(): JavaScriptRuntime {
    if (this.#installed === undefined) throw new Error(`${this.label} has not been installed yet`);
    return this.#installed;
  }
}
