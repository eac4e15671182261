import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checksum } from "../../../runners/cell/checksum.ts";

interface Linked {
  readonly id: number;
  links: unknown;
}

const family = { name: "a", kids: [] as unknown[] };
family.kids.push({ up: family }, { up: family });
const shared = { x: [1, 2] };

/** What has no value that could be hashed; some of it would throw, or never end. */
class Hidden {
  readonly #value: number;

  constructor(value: number) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }
}

const withoutValue: Readonly<Record<string, () => unknown>> = {
  "the global object": () => globalThis,
  "a WeakMap": () => new WeakMap(),
  "a WeakSet": () => new WeakSet(),
  "a WeakRef": () => new WeakRef({}),
  "a promise": () => Promise.resolve(1),
  "an object that shows nothing of what it has": () => new Hidden(1),
  "a property with a symbol": () => ({ a: 1, [Symbol.for("b")]: 2 }),
  "a function": () => () => 1,
  "a class": () => Map,
  "a symbol": () => Symbol("a"),
  "a boxed symbol": () => Object(Symbol("a")),
  "a proxy": () => new Proxy({ a: 1 }, {}),
  "a proxy of an array": () => new Proxy([1], {}),
  "a revoked proxy": revoked,
  "an object whose prototype is a revoked proxy": () => Object.create(revoked()),
  "what only looks like a map": () => Object.create(Map.prototype),
  "what only looks like headers": () => Object.create(Headers.prototype),
  "what only looks like bytes": () => Object.create(Uint8Array.prototype),
  "what only looks like a buffer": () => Object.create(ArrayBuffer.prototype),
  "what only looks like an array": () => Object.create(Array.prototype),
  "a getter that throws": () => ({ get a() { return fail(); } }), // biome-ignore format: short
  "getters that make objects without end": endlessly,
  "such getters in an array": () => Object.defineProperty([1], 0, { get: endlessly }),
  "such getters in an error": () => Object.defineProperty(new Error("a"), "cause", { get: endlessly }),
  "a buffer that was transferred": detached,
  "bytes that were transferred": () => transferred(new Uint8Array(8)),
  "a view that was transferred": () => transferred(new DataView(new ArrayBuffer(8))),
  "bytes of a buffer that has become too small": () => cut((buffer) => new Uint8Array(buffer, 8, 4)),
  "bytes that end behind a buffer that has become too small": () =>
    cut((buffer) => new Uint8Array(buffer, 2, 4)),
  "a view of a buffer that has become too small": () => cut((buffer) => new DataView(buffer, 8, 4)),
  "an endless generator": endless,
  "an endless iterable": () => ({ [Symbol.iterator]: endless }),
  "an iterable that throws": () => ({ [Symbol.iterator]: fail }),
  "an iterator that ends": () => new Map([[1, 2]]).entries(),
  "an async generator": async function* () {},
  "a Symbol.iterator that is no function": () => ({ [Symbol.iterator]: 5 }),
  "a map whose constructor throws": () => Object.defineProperty(new Map(), "constructor", { get: fail }),
  "a map whose class is called by an object": () => Object.assign(new Map(), { constructor: { name: {} } }),
  "a URL": () => new URL("http://a.example/b"),
  "a request": () => new Request("http://a.example/b"),
  "a response": () => new Response("a"),
  "a blob": () => new Blob(["a"]),
  "an AbortSignal": () => new AbortController().signal,
  "a number format": () => new Intl.NumberFormat("en"),
  "an array of holes": () => new Array(2 ** 32 - 1),
  "an array with one element far behind": () => {
    const far: number[] = [];
    far[4e9] = 1;
    return far;
  },
  // Not on every runtime yet.
  ...("Temporal" in globalThis && {
    "a date of Temporal": () => new Temporal.PlainDate(2026, 1, 2),
  }),
};

describe("checksum", () => {
  /** Published runs have these: they are the same in all of them, and on all runtimes. */
  const known: readonly (readonly [what: string, value: unknown, checksum: string])[] = [
    ["primitives", [1, -0, "é;", null, undefined, true, 5n], "sha256-fee28d5509e4"],
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

  it("is what it has always been for headers, boxed strings, empty classes and missing elements", () => {
    class Point {
      x = 1;
    }
    const few: unknown[] = [1];
    few[2] = undefined;
    assert.equal(checksum(new Headers({ b: "2", a: "1" })), "sha256-1c6c2c93c4dc");
    assert.equal(checksum(new URLSearchParams("a=1&a=2")), "sha256-4effd0975aa8");
    assert.equal(checksum(Object("ab")), "sha256-97711ca1fdcc");
    assert.equal(checksum(new Point()), checksum({ x: 1 }));
    assert.equal(checksum(Object.assign(Object.create(null), { x: 1 })), checksum({ x: 1 }));
    assert.equal(checksum(few), checksum([1, undefined, undefined]));
    assert.equal(checksum({ get x() { return 1; } }), checksum({ x: 1 })); // biome-ignore format: short
    assert.equal(checksum(new Uint8Array(new SharedArrayBuffer(2))), checksum(new Uint8Array(2)));
  });

  for (const [what, make] of Object.entries(withoutValue)) {
    it(`is null for ${what}, alone or within other values`, () => {
      assert.equal(checksum(make()), null);
      assert.equal(checksum([1, { a: make() }]), null);
      assert.equal(checksum(new Map([[1, make()]])), null);
    });
  }

  it("tells strings apart, whatever is in them", () => {
    const strings = [["a", "b"], ["a;string:b"], ["a;", "b"], ['a;"'], ["\ud800"], ["\ud801"], ["\ufffd"]];
    assert.equal(new Set(strings.map(checksum)).size, strings.length);
  });

  it("takes nothing out of an iterator", () => {
    const three = [1, 2, 3].values();
    assert.equal(checksum(three), null);
    assert.deepEqual([...three], [1, 2, 3]);
  });

  it("is the same for a module of plain values and for a copy of it", async () => {
    const names = await import("../../fixtures/plain-values.ts");
    assert.equal(checksum(names), checksum({ ...names }));
    assert.equal(checksum(await import("../../../runners/cell/checksum.ts")), null);
  });
});

/** Throws, whatever is done to it. */
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function transferred<View extends ArrayBufferView>(view: View): View {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
  return view;
}

/** A view of the last bytes of a buffer that has been cut. */
function cut(view: (buffer: ArrayBuffer) => ArrayBufferView): ArrayBufferView {
  const buffer = new ArrayBuffer(16, { maxByteLength: 16 });
  const made = view(buffer);
  buffer.resize(4);
  return made;
}

function fail(): never {
  throw new RangeError("not to be had");
}

function* endless(): Generator<number> {
  for (let next = 0; ; next++) yield next;
}

function endlessly(): object {
  return {
    get next() {
      return endlessly();
    },
  };
}
