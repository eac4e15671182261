import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { execa } from "execa";
import semver from "semver";
import type { Reference } from "../../../runners/references/reference.ts";
import { references } from "../../../runners/references/references.ts";
import type { Access } from "../command-line/access.ts";
import { commandOnPath } from "./command-on-path.ts";
import {
  type MissingReference,
  type ReferenceRuntime,
  referenceRuntime,
  runner,
} from "./installed-runtime.ts";
import { userEnvironment } from "./measured-environment.ts";
import { ask, type Identity, parseJson, requireBinary, stranger } from "./runtime-identity.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/**
 * Finds another language's runtime: at a path, or the first of its names on PATH. One that is not there, or too old, or
 * cannot build its program, is a row of the results that says so.
 *
 * @throws {BadInput} when a path was given and there is no such runtime
 */
export async function findReference(
  spec: RuntimeSpec,
  { cache, access, signal }: { cache: string; access: Access; signal?: AbortSignal | undefined },
): Promise<ReferenceRuntime | MissingReference> {
  const reference = references[spec.name];
  if (reference === undefined) throw new TypeError(`No reference runtime is called ${spec.name}`);
  const missing = (reason: string): MissingReference => ({
    ...{ status: "not installed", kind: "reference", reason },
    ...{ spec: spec.text, name: spec.name, label: spec.text },
  });

  if (spec.kind === "path") requireBinary(spec, spec.path);
  const file =
    spec.kind === "path" ? spec.path : reference.commands.flatMap((name) => commandOnPath(name) ?? [])[0];
  if (file === undefined) return missing(`no ${reference.commands.join(" or ")} on PATH`);

  const { stdout, stderr } = await ask(file, reference.versionArgs, signal);
  const [, version] = reference.versionLine.exec(`${stdout}\n${stderr}`) ?? [];
  if (version === undefined) {
    if (spec.kind === "path") throw stranger(spec, file, stdout || stderr);
    return missing(`${file} is not ${spec.name}, or does not start`);
  }
  if (!semver.satisfies(semver.coerce(version) ?? "", reference.supported)) {
    return missing(`${file} is ${version}; expected ${reference.supported}`);
  }
  const start = await prepare(reference, file, version, cache, signal);
  if (typeof start === "string") return missing(`${file} cannot build its program: ${start}`);
  const identity = await askIdentity(start, signal);
  if (identity === undefined) return missing(`${file} does not run its program`);
  // What was on PATH may be a version manager's way to the binary, and slow.
  const binary = identity.path ?? file;
  const direct: [string, ...string[]] = start[0] === file ? [binary, ...start.slice(1)] : start;
  const source = spec.kind === "path" ? "path" : "system";
  const label = `${spec.name}@${identity.version}`;
  return referenceRuntime(
    { ...identity, spec: spec.text, path: binary, source, label },
    reference,
    direct,
    access,
  );
}

/** Who it is, as its program says. */
async function askIdentity(
  [file, ...args]: readonly [file: string, ...args: string[]],
  signal: AbortSignal | undefined,
): Promise<Identity | undefined> {
  const { stdout, failed } = await ask(file, [...args, "identify"], signal);
  const said = failed ? undefined : parseJson(stdout);
  return said as Identity | undefined;
}

/** What starts its program; built first, where it has to be. A string is why that failed. */
async function prepare(
  reference: Reference,
  file: string,
  version: string,
  cache: string,
  signal: AbortSignal | undefined,
): Promise<[file: string, ...args: string[]] | string> {
  const program = runner(`references/${reference.program}`);
  if (reference.start.kind === "interpreted") return [file, ...reference.start.args, program];

  const source = createHash("sha256")
    .update(await readFile(program))
    .digest("hex")
    .slice(0, 12);
  const folder = path.join(cache, "built");
  const built = path.join(
    folder,
    `${reference.name}@${version}-${source}${process.platform === "win32" ? ".exe" : ""}`,
  );
  if (existsSync(built)) return [built];
  await mkdir(folder, { recursive: true });
  const draft = path.join(folder, `.${randomUUID()}`);
  const { failed, stderr, shortMessage } = await execa(file, [...reference.start.buildArgs(draft), program], {
    env: userEnvironment(),
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    ...(signal && { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (failed) {
    await rm(draft, { force: true });
    return stderr.split("\n").find((line) => line.trim() !== "") ?? shortMessage ?? "it failed";
  }
  await rename(draft, built);
  return [built];
}
