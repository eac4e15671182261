import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines } from "../command-line/command-line.ts";
import { isRange, parseRange, type RangeSpec } from "../releases/release-range.ts";
import { parseRuntimeSpec } from "../releases/runtime-spec.ts";
import { cacheLimitOption, readCacheLimit } from "./cache-limit-option.ts";
import { type MeasuringRequest, measuringOptions, readMeasuringRequest } from "./measuring-options.ts";

/** What `capabilities.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface CapabilitiesOptions {
  /** Releases of which each is asked everything. */
  readonly specs: readonly string[];
  /** Ranges of releases in which the first one is looked for that has each capability. */
  readonly ranges: readonly RangeSpec[];
  /** Names of probes or of subjects; all where it is `undefined`. */
  readonly probes: readonly string[] | undefined;
  /** How often each is asked. */
  readonly repeats: number;
  readonly timeoutMs: number;
  /** What the cache may come to, in bytes. */
  readonly cacheLimit: number;
  readonly out: string | undefined;
  readonly json: string | undefined;
}

const { out, list, resume, help, version } = measuringOptions;

const options = {
  probe: {
    type: "string",
    list: true,
    value: "NAME,…",
    about: "these probes only: names, folders of them, or files of\nyour own",
  },
  repeats: {
    type: "string",
    value: "N",
    about:
      "ask each so often, in a process of its own each time; an\nanswer that is not always the same is said to vary\n(default: 3)",
  },
  timeout: {
    type: "string",
    value: "SECONDS",
    about:
      "a process that takes longer hangs; one that waits a quarter\nof it for something says no (default: 20)",
  },
  "cache-limit": cacheLimitOption,
  json: { type: "string", value: "FILE", about: "write the answers there, as JSON; - is standard output" },
  out,
  list: { ...list, about: "show the probes and the releases, and run nothing" },
  resume,
  help,
  version,
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function capabilitiesHelp(): string {
  return `Says what workers, messages and shared memory can do under a release: yes, no (and what happens instead), crashes, hangs.

Usage: npx zx scripts/capabilities.mjs [SPEC…] [options]

SPEC is a release (node@22, deno@2.8, bun@/opt/bun; the pinned release of each runtime unless said), or a range of
releases: node@20..node@26, bun@1.1..bun. In a range the first release that can do each thing is looked for; releases
are installed from npm as they are needed. Node 18, Deno 2.0, Bun 1.1 and later can be asked.

${optionLines(options)}

Examples:
  npx zx scripts/capabilities.mjs                                        the pinned releases
  npx zx scripts/capabilities.mjs node@20 node@26 --probe messages       what these two can post
  npx zx scripts/capabilities.mjs bun@1.1..bun --probe web-terminate-busy   since when?
  npx zx scripts/capabilities.mjs node@18..node deno@2.0..deno bun@1.1..bun --cache-limit 3GB
  npx zx scripts/capabilities.mjs 'deno --unstable-worker-options' --probe web-permissions

Exit status: 0 all were asked, whatever they answered; 1 a release cannot be had; 2 wrong arguments, nothing was run;
130 interrupted, and what is known is on disk.`;
}

/** Reads the command line. @throws {BadInput} */
export function readCapabilitiesOptions(args: readonly string[]): MeasuringRequest<CapabilitiesOptions> {
  return readMeasuringRequest(args, options, (line) => {
    const typed = line.positionals.flatMap((each) => each.split(/,(?!\s*-)/)).map((each) => each.trim());
    if (typed.includes("")) throw new BadInput(`Expected releases such as node@22; got an empty name`);
    const wanted = [...new Set(typed.length > 0 ? typed : ["node", "deno", "bun"])];
    const specs = wanted.filter((each) => !isRange(each));
    for (const spec of specs) parseRuntimeSpec(spec);
    return {
      specs,
      ranges: wanted.filter(isRange).map(parseRange),
      probes: line.list("probe"),
      repeats: line.integer("repeats", { min: 1, max: 100 }) ?? 3,
      timeoutMs: 1000 * (line.integer("timeout", { min: 1, max: 3600 }) ?? 20),
      cacheLimit: readCacheLimit(line),
      out: line.text("out"),
      json: line.text("json"),
    };
  });
}
