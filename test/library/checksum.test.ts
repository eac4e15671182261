import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checksum } from "../../runners/checksum.ts";

interface Linked {
  readonly id: number;
  links: unknown;
}

const family = { name: "a", kids: [] as unknown[] };
family.kids.push({ up: family }, { up: family });
const shared = { x: [1, 2] };

describe("checksum", () => {
  /** Published runs have these: they are the same in all of them, and on all runtimes. */
  const known: readonly (readonly [what: string, value: unknown, checksum: string])[] = [
    ["primitives", [1, -0, "é;", null, undefined, true, 5n], "sha256-097223e5424a"],
    ["objects in key order", { b: 1, a: { c: [undefined, 2] } }, "sha256-b3344b5a0b1f"],
    ["maps and sets", new Map([["k", new Set([1, "x"])]]), "sha256-36c5c5463d34"],
    ["dates and buffers", [new Date(5), new Uint8Array([1, 2]), new ArrayBuffer(3)], "sha256-8bc802780499"],
    ["objects that hold what they are in", family, "sha256-3078156c175d"],
    ["objects that are held several times", [shared, shared, [shared]], "sha256-b03fa58cb3d8"],
  ];
  for (const [what, value, expected] of known) {
    it(`of ${what} is what it has always been`, () => assert.equal(checksum(value), expected));
  }

  it("is the same for a copy, whether or not the copy shares its parts", () => {
    for (const [, value] of known) assert.equal(checksum(structuredClone(value)), checksum(value));
    assert.equal(checksum([shared, shared]), checksum([{ x: [1, 2] }, { x: [1, 2] }]));
  });

  it("ends soon on a graph in which everything is linked with everything", () => {
    const graph = (last: number): Linked[] => {
      const nodes = Array.from({ length: 40 }, (_, id): Linked => ({ id: id < 39 ? id : last, links: [] }));
      for (const node of nodes) node.links = nodes.filter((other) => other !== node);
      return nodes;
    };
    assert.equal(checksum(graph(39)), checksum(graph(39)));
    assert.equal(checksum(structuredClone(graph(39))), checksum(graph(39)));
    assert.notEqual(checksum(graph(40)), checksum(graph(39)));
  });

  it("ends soon on what doubles sixty times", () => {
    const doubled = (value: unknown): unknown =>
      Array.from({ length: 60 }).reduce((half: unknown) => [half, half], value);
    assert.equal(checksum(doubled(1)), checksum(doubled(1)));
    assert.notEqual(checksum(doubled(2)), checksum(doubled(1)));
  });

  it("is not limited by how deep a list or a tree is", () => {
    const list = (last: number): unknown =>
      Array.from({ length: 50_000 }).reduce((next: unknown, _, id): Linked => ({ id, links: next }), last);
    assert.equal(checksum(list(1)), checksum(list(1)));
    assert.notEqual(checksum(list(2)), checksum(list(1)));
  });

  it("tells errors, regular expressions and boxed primitives apart", () => {
    const values = [
      new Error("a"),
      new TypeError("a"),
      new Error("b"),
      new Error("a", { cause: 1 }),
      new AggregateError([new Error("b")], "a"),
      new AggregateError([new Error("c")], "a"),
      /a/,
      /a/g,
      Object(1),
      Object(2),
      Object(1n),
      Object(true),
    ];
    assert.equal(new Set(values.map(checksum)).size, values.length);
  });
});
