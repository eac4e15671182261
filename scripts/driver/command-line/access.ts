import path from "node:path";
import process from "node:process";
import type { Allowed } from "../../../runners/runtime.ts";
import { BadInput } from "./bad-input.ts";
import type { CommandLine, Option } from "./command-line.ts";

/** What measured processes get beyond what the suite needs, because the user says so. */
export interface Access {
  /** Names of variables that they get from the driver's environment. */
  readonly env: readonly string[];
  /** Files and folders that Deno lets them write to. */
  readonly write: Allowed;
  /** Hosts that Deno lets them connect to. */
  readonly net: Allowed;
}

export const noAccess: Access = { env: [], write: [], net: [] };

/** Options of all commands that measure. */
export const accessOptions: Readonly<Record<"env" | "allow-write" | "allow-net", Option>> = {
  env: {
    type: "string",
    list: true,
    value: "NAME,…",
    about: "variables of this environment that the measured processes\nget too",
  },
  "allow-write": {
    type: "string",
    list: true,
    value: "PATH,…",
    isValueOptional: true,
    about: "what they may write to under Deno; without paths: all\n(else nothing; Node and Bun do not ask)",
  },
  "allow-net": {
    type: "string",
    list: true,
    value: "HOST,…",
    isValueOptional: true,
    about:
      "whom they may connect to under Deno; without hosts: all\n(else this machine; Node and Bun do not ask)",
  },
};

/** What `accessOptions` say. @throws {BadInput} */
export function readAccess(line: CommandLine, environment: NodeJS.ProcessEnv = process.env): Access {
  const env = line.list("env") ?? [];
  for (const name of env) {
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      throw new BadInput(`--env ${name} is not the name of a variable; expected a name such as DATABASE_URL`);
    }
    if (environment[name] === undefined) {
      throw new BadInput(
        `--env ${name}: there is no such variable in this environment; set it, or leave --env out`,
      );
    }
    if (taken.test(name))
      throw new BadInput(`--env ${name}: the suite sets this variable itself; leave --env out`);
  }
  const allowed = (name: string): Allowed => (line.flag(name) ? "all" : (line.list(name) ?? []));
  const write = allowed("allow-write");
  const net = allowed("allow-net");
  for (const host of net === "all" ? [] : net) {
    if (URL.canParse(`http://${host}`)) continue;
    throw new BadInput(`--allow-net ${host} is no host; expected one such as example.com or 10.0.0.1:8080`);
  }
  return {
    env,
    write: write === "all" ? write : write.map((each) => path.resolve(each)),
    net,
  };
}

/** The same as one types it. */
export function accessWords({ env, write, net }: Access): string[] {
  const allowed = (option: string, what: Allowed): string[] => {
    if (what === "all") return [option];
    return what.length > 0 ? [`${option}=${what.join(",")}`] : [];
  };
  return [
    ...(env.length > 0 ? ["--env", env.join(",")] : []),
    ...allowed("--allow-write", write),
    ...allowed("--allow-net", net),
  ];
}

const taken = /^(?:DENO_DIR|DENO_NO_|NODE_COMPILE_CACHE$|BUN_RUNTIME_TRANSPILER_|WORKER_MATRIX_)/;
