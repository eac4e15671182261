import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { execa } from "execa";
import semver from "semver";
import { BadInput } from "../command-line/bad-input.ts";
import { readCommandLine } from "../command-line/command-line.ts";
import { runCommand } from "../commands/run-command.ts";
import { repository } from "../files/folders.ts";
import { pack } from "./pack-command.ts";

const help = `Usage: npm run release -- VERSION [--dry-run]

Checks, tests, packs and tags a release: VERSION into package.json, deno.json and CHANGELOG.md, one commit, one tag. Publishes nothing.

      --dry-run  checks, tests and packs, and puts the files back

Examples:
  npm run release -- 0.2.0
  npm run release -- 1.0.0-beta.1 --dry-run`;

const files = ["package.json", "package-lock.json", "deno.json", "CHANGELOG.md"] as const;

/** Makes a release, and returns the exit status. */
export function releaseCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const line = readCommandLine(args, {
      "dry-run": { type: "boolean", about: "checks, tests and packs, and puts the files back" },
      help: { type: "boolean", short: "h", about: "this" },
    });
    if (line.flag("help")) {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    await release(line.positionals, line.flag("dry-run"));
    return 0;
  });
}

async function release([version, ...more]: readonly string[], isDry: boolean): Promise<void> {
  if (version === undefined || more.length > 0) throw new BadInput("Give one VERSION, such as 0.2.0");
  const { stdout: changed } = await execa("git", ["status", "--porcelain"], { cwd: repository });
  if (changed !== "") throw new BadInput("Cannot make a release: there is something that is not committed");
  const texts = new Map(files.map((file) => [file, readFileSync(repository + file, "utf8")]));
  const released = releasedTexts(
    Object.fromEntries(texts) as Texts,
    version,
    new Date().toISOString().slice(0, 10),
  );
  let isDone = false;
  try {
    for (const file of files) writeFileSync(repository + file, released[file]);
    for (const script of ["check", "test"]) {
      await execa("npm", ["run", script], { cwd: repository, stdio: "inherit" });
    }
    const packed = await pack(`${repository}dist`);
    isDone = !isDry;
    if (isDone) {
      await execa("git", ["commit", "--quiet", "--message", `Release ${version}`, ...files], {
        cwd: repository,
      });
      await execa("git", ["tag", "--annotate", `v${version}`, "--message", `v${version}`], {
        cwd: repository,
      });
    }
    const next = packed.map(({ filename }) => `npm publish dist/${filename}`).join("\n  ");
    process.stdout.write(
      `\n${isDry ? "Would tag" : "Tagged"} v${version}. To publish it:\n\n  git push --follow-tags\n  ${next}\n`,
    );
  } finally {
    if (!isDone) for (const [file, text] of texts) writeFileSync(repository + file, text);
  }
}

type Texts = Readonly<Record<(typeof files)[number], string>>;

/**
 * The files as they are in a release.
 *
 * @param date as in `2026-11-30`
 * @throws {BadInput} if there is nothing to release, or not under that version
 */
export function releasedTexts(texts: Texts, version: string, date: string): Texts {
  const { version: current } = JSON.parse(texts["package.json"]) as { version: string };
  if (semver.valid(version) !== version)
    throw new BadInput(`Cannot release ${version}: expected a version such as 0.2.0`);
  if (semver.lt(version, current))
    throw new BadInput(`Cannot release ${version}: this is ${current} already`);
  const [, unreleased = ""] =
    /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(texts["CHANGELOG.md"]) ?? [];
  if (unreleased.trim() === "") {
    throw new BadInput(`Cannot release ${version}: CHANGELOG.md has nothing under "Unreleased"`);
  }
  return {
    "package.json": withVersion(texts["package.json"], current, version),
    "package-lock.json": withVersion(texts["package-lock.json"], current, version, 2),
    "deno.json": withVersion(texts["deno.json"], current, version),
    "CHANGELOG.md": texts["CHANGELOG.md"]
      .replace("No version has been released yet.\n", "")
      .replace("## Unreleased\n", `## Unreleased\n\n## ${version} - ${date}\n`),
  };
}

/** The first lines that name the version are those of the project itself. */
function withVersion(text: string, current: string, version: string, count = 1): string {
  let left = count;
  return text.replaceAll(`"version": "${current}"`, (line) =>
    left-- > 0 ? `"version": "${version}"` : line,
  );
}
