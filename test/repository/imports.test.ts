import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { runtimes } from "../../runners/current-runtime.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the files of each folder may import from: folders of the project, packages and built-in modules. */
const allowed = {
  shared: { folders: ["shared"], packages: [], builtIn: false },
  runners: { folders: ["shared", "runners"], packages: ["mitata", "esbuild"], builtIn: true },
  "runners/peers": {
    folders: ["shared", "runners"],
    packages: ["piscina", "tinypool", "workerpool", "poolifier", "poolifier-web-worker"],
    builtIn: true,
  },
  scripts: { folders: ["shared", "runners", "scripts", "package.json"], packages: "any", builtIn: true },
} as const;

/** Globals that only some runtimes have, or that are another thing in each. */
const runtimeGlobals = /(?<![\w$.#])(?:process|Deno|Bun|Buffer|require|__dirname|__filename|global)\s*[.([]/;

describe("Imports", () => {
  it("are found", () => {
    const specifiers = importsOf("scripts").map(({ specifier }) => specifier);
    for (const specifier of [
      "node:path",
      "../../../runners/current-runtime.ts",
      "./driver/project/test-command.ts",
    ]) {
      assert.ok(specifiers.includes(specifier), specifier);
    }
  });

  for (const [folder, rule] of Object.entries(allowed)) {
    it(`of ${folder} come from ${rule.folders.join(", ")}`, () => {
      for (const { file, specifier } of importsOf(folder)) {
        const shown = `${file} imports "${specifier}"`;
        if (specifier.startsWith("node:")) assert.ok(rule.builtIn, shown);
        else if (specifier.startsWith(".")) {
          const target = path.join(path.dirname(file), specifier).split(path.sep)[0] ?? "";
          assert.ok((rule.folders as readonly string[]).includes(target), shown);
        } else {
          const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
          assert.ok(rule.packages === "any" || (rule.packages as readonly string[]).includes(name), shown);
        }
      }
    });
  }

  it("of peers are made when one is to run: no other process has them in memory", () => {
    const others = ["runners", "scripts", "shared"].flatMap(importsOf);
    const peers = others.filter(({ specifier }) => specifier.includes("peers/"));
    assert.ok(peers.length > 0);
    for (const { file } of peers) assert.equal(file, path.join("runners", "cell", "executors.ts"));
    assert.doesNotMatch(read("runners/cell/executors.ts"), /^import[^;]*peers\//m);
  });

  it("of shared leave each file with its extension, as Deno and Node want it", () => {
    for (const { file, specifier } of importsOf("shared")) {
      assert.match(specifier, /\.m?[jt]s$/, `${file} imports "${specifier}"`);
    }
  });

  it("of results do not exist anywhere", () => {
    for (const folder of [...Object.keys(allowed), "test"]) {
      for (const { file, specifier } of importsOf(folder)) {
        assert.doesNotMatch(path.join(path.dirname(file), specifier), /^results\b/, file);
      }
    }
  });
});

/** Each room of a part of the house, the first ones first: what is in a room may import from it and from those before it. */
const houses: Readonly<Record<string, readonly string[]>> = {
  "scripts/driver": [
    ...["statistics", "command-line", "files", "releases", "bouts", "judge", "report"],
    ...["commands", "project"],
  ],
  // What has no room is a public name: those that the rooms use come first, those that use the rooms last.
  shared: ["waiting", "line", "thread", "pool", "workloads/support", "workloads"],
  runners: ["threads", ...Object.keys(runtimes), "platform", "references", "peers", "capabilities", "cell"],
};

/** What the rooms may use of what has none. */
const nouns: Readonly<Record<string, readonly string[]>> = {
  "scripts/driver": [],
  shared: [
    "task",
    "future",
    "current-task",
    "executor",
    "map-options",
    "thread-pool-options",
    "transfer-result",
    ...["broken-executor-error", "queue-full-error", "worker-exited-error", "unsupported-error"],
  ],
  runners: ["runtime", "library"],
};

/** The rooms that are made of what the public names are, and so may import all of them. */
const guests = ["workloads/support", "workloads", "peers", "cell", "platform"];

for (const [house, rooms] of Object.entries(houses)) {
  describe(`${house}/`, () => {
    const folder = path.join(...house.split("/"));
    const files = globSync(`${house}/**/*.{ts,mjs}`, { cwd: root });
    const imports = files
      .flatMap((file) => importsIn(file))
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ file, specifier }) => ({ file, target: path.join(path.dirname(file), specifier) }))
      .filter(({ target }) => target.startsWith(path.join(folder, path.sep)));
    const inside = (file: string): string => path.relative(folder, file).split(path.sep).join("/");
    const roomOf = (file: string): string | undefined =>
      rooms.find((room) => inside(file).startsWith(`${room}/`));
    const shown = ({ file, target }: { file: string; target: string }): string => `${file} imports ${target}`;

    it("is found", () => {
      assert.ok(imports.length > 100);
      for (const room of rooms)
        assert.ok(
          files.some((file) => roomOf(file) === room),
          room,
        );
    });

    it("has no folder that is no room, and no file outside of its rooms but public names", () => {
      const hasPublicNames = nouns[house]?.length !== 0;
      const lost = files.filter((file) => roomOf(file) === undefined);
      assert.deepEqual(
        lost.filter((file) => !hasPublicNames || inside(file).includes("/")),
        [],
      );
    });

    it("has rooms that import from those before them alone", () => {
      const wrong = imports.filter(({ file, target }) => {
        const [from, to] = [roomOf(file), roomOf(target)];
        return from !== undefined && to !== undefined && rooms.indexOf(to) > rooms.indexOf(from);
      });
      assert.deepEqual(wrong.map(shown), []);
    });

    it("has public names that stand before the rooms, which these may import, and such that stand behind", () => {
      const wrong = imports.filter(({ file, target }) => {
        const room = roomOf(file);
        if (room === undefined || roomOf(target) !== undefined || guests.includes(room)) return false;
        return !nouns[house]?.includes(inside(target).replace(/\.ts$/, ""));
      });
      assert.deepEqual(wrong.map(shown), []);
    });

    it("has no files that import each other in a circle", () => {
      const targets = Map.groupBy(imports, ({ file }) => file);
      const done = new Set<string>();
      const circles: string[] = [];
      const visit = (file: string, trail: readonly string[]): void => {
        if (trail.includes(file)) {
          circles.push([...trail.slice(trail.indexOf(file)), file].join(" imports "));
          return;
        }
        if (done.has(file)) return;
        for (const { target } of targets.get(file) ?? []) visit(target, [...trail, file]);
        done.add(file);
      };
      for (const file of targets.keys()) visit(file, []);
      assert.deepEqual(circles, []);
    });
  });
}

describe("Runtimes", () => {
  it("know nothing of each other", () => {
    const names = Object.keys(runtimes);
    for (const name of names) {
      for (const { file, specifier } of importsOf(`runners/${name}`)) {
        const target = path.join(path.dirname(file), specifier).split(path.sep);
        assert.ok(
          !names.some((other) => other !== name && target[1] === other),
          `${file} imports ${specifier}`,
        );
      }
    }
  });
});

describe("shared/", () => {
  it("uses no global of one runtime", () => {
    for (const file of filesOf("shared")) {
      const line = withoutComments(read(file))
        .split("\n")
        .find((line) => runtimeGlobals.test(line));
      assert.equal(line, undefined, file);
    }
  });
});

/** Without those of a folder inside it that has a rule of its own. */
function filesOf(folder: string): string[] {
  const apart = Object.keys(allowed).filter((other) => other.startsWith(`${folder}/`));
  const files = globSync(`${folder}/**/*.{ts,mjs}`, { cwd: root });
  return files.filter((file) => !apart.some((other) => file.startsWith(path.join(other, path.sep))));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

function importsOf(folder: string): { file: string; specifier: string }[] {
  return filesOf(folder).flatMap(importsIn);
}

function importsIn(file: string): { file: string; specifier: string }[] {
  const found = withoutComments(read(file)).matchAll(
    /^(?:import|export)\s[^"';=(]*?from\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm,
  );
  return [...found].map(([, from, bare, called]) => ({ file, specifier: from ?? bare ?? called ?? "" }));
}

/** Comments hold examples, which import as users do. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(?<![:"'`])\/\/.*$/gm, "");
}
