import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CpuProfile, profiledStacks } from "../../../scripts/driver/judge/profile/cpu-profile.ts";

const places = { workload: "file:///home/ada/bench/", suite: "file:///opt/suite/" };

/** A thread in which each of these stacks was seen for so many milliseconds, one after the other. */
function profile(seen: readonly (readonly [ms: number, ...stack: string[]])[], startTime = 1000): CpuProfile {
  const nodes: CpuProfile["nodes"][number][] = [frame(1, "(root)")];
  const ids = new Map<string, number>();
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  let before = 0;
  for (const [ms, ...stack] of [...seen, [0, "(program)"] as const]) {
    let parent = 1;
    let path = "";
    for (const name of stack) {
      path += `>${name}`;
      const id = ids.get(path) ?? nodes.length + 1;
      if (!ids.has(path)) nodes.push({ ...frame(id, name), parent });
      ids.set(path, id);
      parent = id;
    }
    samples.push(parent);
    timeDeltas.push(before);
    before = 1000 * ms;
  }
  return { nodes, samples, timeDeltas, startTime };
}

/** `name@url:line`. */
function frame(id: number, text: string): CpuProfile["nodes"][number] {
  const [, functionName = "", url = "", line = "0"] = /^([^@]*)@?(.*?)(?::(\d+))?$/.exec(text) ?? [];
  return { id, callFrame: { functionName, url, lineNumber: Number(line) - 1 } };
}

describe("profiledStacks", () => {
  it("are those between the two marks, in all threads", () => {
    const main = profile([
      [5, "before"],
      [3, "profileBegins", "now"],
      [10, "run@file:///home/ada/bench/mine.ts:3"],
      [2, "profileEnds"],
      [5, "after"],
    ]);
    const thread = profile([
      [8, "starts"],
      [10, "task@file:///home/ada/bench/mine.ts:9"],
      [7, "(idle)"],
    ]);
    const stacks = profiledStacks([main, thread], places) ?? [];
    assert.deepEqual(
      stacks.map(({ stack, ms }) => [stack.at(-1)?.name, ms]),
      [
        ["run", 10],
        ["task", 10],
      ],
    );
  });

  it("are none where no thread shows the marks", () => {
    assert.equal(profiledStacks([profile([[5, "run"]])], places), undefined);
  });

  const marked = (name: string): readonly unknown[] => {
    const found = profiledStacks(
      [
        profile([
          [1, "profileBegins"],
          [4, name],
          [1, "profileEnds"],
        ]),
      ],
      places,
    );
    const of = found?.[0]?.stack.at(-1);
    return [of?.name, of?.module, of?.category];
  };

  for (const [frame, ...expected] of [
    ["sum@file:///home/ada/bench/lib/sum.ts?v=3:7", "sum", "lib/sum.ts", "user"],
    ["@file:///home/ada/bench/mine.ts:7", "(anonymous, line 7)", "mine.ts", "user"],
    ["wake@file:///opt/suite/shared/line/ring.ts", "wake", "worker-matrix/shared/line/ring.ts", "user"],
    ["parse@file:///home/ada/node_modules/yaml/dist/parse.js", "parse", "yaml/dist/parse.js", "user"],
    ["secret@file:///home/ada/elsewhere/secret.ts", "secret", "secret.ts", "user"],
    ["read@node:internal/fs/utils", "read", "node:internal/fs/utils", "runtime"],
    ["wrapSafe@node:internal/modules/cjs/loader", "wrapSafe", "node:internal/modules/cjs/loader", "compile"],
    ["op@ext:core/01_core.js", "op", "ext:core/01_core.js", "runtime"],
    ["stringify", "stringify", "", "native"],
    ["(garbage collector)", "(garbage collector)", "", "gc"],
    ["(program)", "(program)", "", "native"],
  ] as const) {
    it(`calls ${frame} ${expected.join(", ")}`, () => {
      assert.deepEqual(marked(frame), expected);
    });
  }
});
