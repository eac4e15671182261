import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type Folder, platform } from "./support/platform.ts";

interface Ran {
  /** The exit status. */
  readonly status: number;
  /** What the tests printed, a line each, in order. */
  readonly said: readonly string[];
}

export default {
  name: "test-runner-start",
  about:
    "starts the runtime's test runner with `size` tests that pass: shows what a developer waits for after a change",
  defaults: { tasks: 1, size: 20 },
  threaded: false,
  groups: ["server", "upgrade"],

  async setup({ tasks, size }) {
    const folder = await platform().makeFolder();
    const { writeFile } = platform().builtIn("node:fs/promises");
    await writeFile(folder.url(file), testsOf(tasks * size));
    return folder;
  },

  async run(_params, folder) {
    const { output, status } = await platform().launchTests(folder.url(file));
    return { status: status ?? -1, said: output.match(/test \d+ adds up to \d+/g) ?? [] };
  },

  check({ status, said }, { tasks, size }) {
    expectEqual(status, 0, "the exit status");
    const expected = Array.from({ length: tasks * size }, (_, index) => lineOf(index));
    expectEqual(said, expected, "what the tests printed");
  },

  teardown: (folder) => folder.remove(),
} satisfies Workload<Folder, Ran>;

/** All three runners take such a name for that of a file of tests. */
const file = "sums.test.mjs";

/** Tests print a line, so that one that was not run is missed. */
function testsOf(count: number): string {
  const imports = ["assert from 'node:assert/strict'", "{ test } from 'node:test'"];
  return `${imports.map((each) => `import ${each};`).join("\n")}
for (let index = 0; index < ${count}; index++) {
  test(\`of \${index}\`, () => {
    const sum = index + 1;
    assert.equal(sum, [...new Array(index + 1).keys()].length);
    console.log(\`test \${index} adds up to \${sum}\`);
  });
}
`;
}

function lineOf(index: number): string {
  return `test ${index} adds up to ${index + 1}`;
}
