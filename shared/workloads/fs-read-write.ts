import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type Folder, platform } from "./support/platform.ts";
import { randomBytes } from "./support/random-bytes.ts";

/** Lengths of the files, in bytes: many are small, some are not. */
const lengths = [100, 1_000, 4_096, 20_000, 100_000];

interface Contents {
  readonly folder: Folder;
  readonly files: readonly Uint8Array<ArrayBuffer>[];
}

interface Seen {
  readonly names: readonly string[];
  readonly sizes: readonly number[];
  readonly read: readonly Uint8Array[];
}

export default {
  name: "fs-read-write",
  about:
    "writes files, renames, lists, reads and removes them by node:fs/promises: shows what each call costs (files_per_s)",
  defaults: { tasks: 4, size: 50 },
  threaded: false,
  groups: ["server"],

  setup: async ({ tasks, size }) => ({
    folder: await platform().makeFolder(),
    files: Array.from({ length: tasks * size }, (_, index) => contentOf(index)),
  }),

  async run({ tasks, metric }, { folder, files }) {
    const fs = platform().builtIn("node:fs/promises");
    const start = performance.now();
    const read = new Array<Uint8Array>(files.length);
    const sizes = new Array<number>(files.length);
    const pathOf = (index: number): string => `${folder.path}/${nameOf(index)}`;
    // As many at once as there are tasks, each file in its turn.
    const eachFile = (use: (index: number) => Promise<void>): Promise<unknown> =>
      Promise.all(
        Array.from({ length: tasks }, async (_, task) => {
          for (let index = task; index < files.length; index += tasks) await use(index);
        }),
      );
    await eachFile(async (index) => {
      await fs.writeFile(`${pathOf(index)}.part`, files[index] ?? "");
      await fs.rename(`${pathOf(index)}.part`, pathOf(index));
    });
    const names = (await fs.readdir(folder.path)).sort();
    await eachFile(async (index) => {
      sizes[index] = (await fs.stat(pathOf(index))).size;
      read[index] = await fs.readFile(pathOf(index));
    });
    await eachFile((index) => fs.unlink(pathOf(index)));
    metric("files_per_s", (1000 * files.length) / (performance.now() - start), { better: "higher" });
    return { names, sizes, read: read.map((bytes) => new Uint8Array(bytes)) };
  },

  check({ names, sizes, read }, { tasks, size }) {
    const expected = Array.from({ length: tasks * size }, (_, index) => contentOf(index));
    expectEqual(
      names,
      expected.map((_, index) => nameOf(index)),
      "the names",
    );
    expectEqual(
      sizes,
      expected.map(({ length }) => length),
      "the sizes",
    );
    expectEqual(read, expected, "what was read");
  },

  teardown: ({ folder }) => folder.remove(),
} satisfies Workload<Contents, Seen>;

/** In the order of their indexes. */
function nameOf(index: number): string {
  return `file-${String(index).padStart(6, "0")}`;
}

function contentOf(index: number): Uint8Array<ArrayBuffer> {
  return randomBytes(lengths[index % lengths.length] ?? 0, index);
}
