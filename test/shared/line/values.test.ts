import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { type Task, ThreadPoolExecutor } from "../../../runners/mod.ts";
import { seededRandom } from "../../../shared/workloads/support/seeded-random.ts";
import { failureOf } from "../../fixtures/failure-of.ts";
import {
  freeze,
  huge,
  linked,
  linkedList,
  neverEnds,
  throwFunction,
  throwingGetter,
  throwValue,
} from "../../fixtures/faults.ts";
import { listOf } from "../../fixtures/list-of.ts";
import { add, argumentsOf, identity, ramp, sizesOf, throwMade } from "../../fixtures/tasks.ts";
import { throwWebValue, webValue, webValueInside, webValues } from "../../fixtures/web-values.ts";

// One worker for all: none of this may disturb what comes after it.
const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
after(() => pool.shutdown());

async function thrownBack(value: unknown): Promise<Error> {
  return (await failureOf(pool.submit(throwMade, value as never))) as Error;
}

describe("what a task throws", () => {
  it("keeps its built-in class, name, message and stack", async () => {
    for (const type of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) {
      const error = await thrownBack({ class: type.name, message: "text" });
      assert.equal(error.constructor, type);
      assert.equal(Object.prototype.toString.call(error), "[object Error]");
      assert.deepEqual([error.name, error.message], [type.name, "text"]);
      assert.match(error.stack ?? "", /throwMade/);
    }
  });

  it("keeps a DOMException", async () => {
    const error = await thrownBack({ class: "DOMException", message: "text", name: "NotFoundError" });
    assert.ok(error instanceof DOMException);
    assert.deepEqual([error.name, error.message, error.code], ["NotFoundError", "text", 8]);
  });

  it("keeps nested causes, of any kind", async () => {
    const error = await thrownBack({
      class: "TypeError",
      cause: { class: "RangeError", cause: { class: "AggregateError", errors: [{ class: "URIError" }] } },
    });
    const below = error.cause as Error;
    const lowest = below.cause as AggregateError;
    assert.deepEqual(
      [error.constructor, below.constructor, lowest.constructor, lowest.errors[0].constructor],
      [TypeError, RangeError, AggregateError, URIError],
    );
    assert.deepEqual((await thrownBack({ cause: { value: [1, { a: 2n }] } })).cause, [1, { a: 2n }]);
    const absent = await thrownBack({});
    assert.equal("cause" in absent, false);
    const undefinedCause = await thrownBack({ cause: { value: undefined } });
    assert.equal("cause" in undefinedCause, true);
  });

  it("keeps an AggregateError in an AggregateError", async () => {
    const inner = {
      class: "AggregateError",
      message: "inner",
      errors: [{ class: "TypeError", message: "deep" }],
    };
    const error = (await thrownBack({
      class: "AggregateError",
      message: "outer",
      errors: [inner, {}],
    })) as AggregateError;
    assert.ok(error instanceof AggregateError);
    assert.equal(error.errors.length, 2);
    assert.ok(error.errors[0] instanceof AggregateError);
    assert.ok(error.errors[0].errors[0] instanceof TypeError);
    assert.equal(error.errors[0].errors[0].message, "deep");
    assert.equal(Object.keys(error).includes("errors"), false);
  });

  it("keeps code and own properties as far as they can be cloned", async () => {
    const properties = { code: "E_MINE", detail: { list: new Map([[1, new Date(5)]]) }, handler: "function" };
    const error = (await thrownBack({ properties })) as Error & typeof properties;
    assert.equal(error.code, "E_MINE");
    assert.deepEqual(error.detail, properties.detail);
    assert.equal("handler" in error, false);
  });

  it("keeps an error that is its own cause", async () => {
    const error = await thrownBack({ circular: true });
    assert.equal(error.cause, error);
  });

  it("arrives as its nearest built-in class, with its own name, if it is of a subclass", async () => {
    const error = await thrownBack({ class: "Custom", message: "text" });
    assert.equal(error.constructor, RangeError);
    assert.deepEqual([error.name, error.message], ["CustomError", "text"]);
    assert.equal((error as Error & { extra?: unknown }).extra, 7);
  });

  it("arrives as it is if it is no error", async () => {
    for (const value of [null, undefined, 3, 0, "text", "", true, 10n, { a: [1] }, [1, 2], new Date(7)]) {
      const future = pool.submit(throwValue, value);
      assert.deepEqual(
        await future.then(
          () => assert.fail(),
          (thrown: unknown) => ({ thrown }),
        ),
        { thrown: value },
      );
    }
  });

  it("is a DataCloneError if it is no error and cannot be cloned", async () => {
    await assert.rejects(pool.submit(throwFunction), { name: "DataCloneError" });
  });

  it("is cut off below a depth that no cause needs", async () => {
    const error = await thrownBack({ depth: 20_000 });
    assert.equal(error.message, "20000");
    assert.equal((error.cause as Error).message, "19999");
  });
});

describe("arguments and results", () => {
  it("keep all that structured clone keeps", async () => {
    const sparse = [1, 2, 3];
    delete sparse[1];
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const value of [
      undefined,
      null,
      Number.NaN,
      -0,
      2n ** 70n,
      "text",
      new Map([[{ a: 1 }, new Set([1])]]),
      new Date(5),
      /x/gi,
      new Uint8Array([1, 2]),
      new Float64Array([0.5]),
      new ArrayBuffer(3),
      sparse,
      circle,
      new RangeError("as a value"),
    ]) {
      assert.deepEqual(await pool.submit(identity, value), value);
    }
  });

  it("are what structured clone makes of them, whichever way they travel", async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 2_000; round++) {
      const values = Array.from({ length: random() % 3 }, () => anyValue(random, 3));
      const arrived = await pool.submit(argumentsOf, ...values);
      assert.deepEqual(arrived, structuredClone(values));
      assert.equal(shapeOf(arrived), shapeOf(structuredClone(values)));
    }
  });

  it("are what structured clone makes of them, also where they only look like a plain object", async () => {
    const hidden = Object.defineProperty({ shown: 1 }, "hidden", { value: 2, enumerable: false });
    const holeAndProperty = Object.assign([1, 2, 3], { more: 4 });
    delete holeAndProperty[1];
    const accessors = {
      get computed() {
        return [1];
      },
      set ignored(_: unknown) {},
    };
    for (const value of [
      JSON.parse('{ "__proto__": { "polluted": true }, "constructor": 1, "toString": null }'),
      Object.create(null, { own: { value: 1, enumerable: true } }),
      new (class Point {
        x = 1;
        readonly #hidden = 2;
        get hidden() {
          return this.#hidden;
        }
      })(),
      Object.create({ inherited: 1 }),
      { [Symbol("left out")]: 1, kept: undefined },
      hidden,
      accessors,
      Object.defineProperty({ named: 1 }, Symbol.toStringTag, { get: () => assert.fail("asked") }),
      "ab".match(/(?<first>a)/),
      Object.assign([1, 2], { more: 3 }),
      holeAndProperty,
      new Array(2),
      new (class List extends Array<number> {})(1, 2, 3),
      { 2: "two", 1: "one", "": "none", "-1": "minus one", "ключ\u{1f511}\ud800": "key" },
      { ["long".repeat(100)]: "long".repeat(100) },
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, index])),
      new Number(1),
      Object.freeze({ frozen: [Object.freeze([])] }),
      Object.setPrototypeOf(new Date(5), Object.prototype),
    ]) {
      const arrived = await pool.submit(identity, value);
      assert.deepEqual(arrived, structuredClone(value));
      assert.equal(shapeOf(arrived), shapeOf(structuredClone(value)));
      assert.equal((arrived as { polluted?: unknown }).polluted, undefined);
    }
  });

  it("may have ever other keys", async () => {
    const futures = Array.from({ length: 3_000 }, (_, index) =>
      pool.submit(identity, { [`key ${index}`]: index }),
    );
    for (const [index, value] of (await Promise.all(futures)).entries()) {
      assert.deepEqual(value, { [`key ${index}`]: index });
    }
    assert.deepEqual(await pool.submit(identity, { "key 2999": 1, "key 7": 2 }), {
      "key 2999": 1,
      "key 7": 2,
    });
  });

  it("that are the same object stay the same object", async () => {
    const one = { value: 1 };
    const [first, second] = await pool.submit(argumentsOf, one, { again: one });
    assert.equal(first, (second as { again: unknown }).again);
    const [list] = (await pool.submit(argumentsOf, [one, one])) as [unknown[]];
    assert.equal(list[0], list[1]);
  });

  it("are refused where structured clone refuses them, however small", async () => {
    const passed = (function passed(..._: number[]) {
      // biome-ignore lint/complexity/noArguments: it is what a plain object must not be taken for
      return arguments;
    })(1, 2);
    for (const refused of [new Proxy({}, {}), { deep: [new Proxy([1], {})] }, passed]) {
      assert.throws(() => structuredClone(refused), { name: "DataCloneError" });
      await assert.rejects(pool.submit(identity, refused), { name: "DataCloneError" });
    }
    await assert.rejects(pool.submit(throwMade, { result: "proxy" }), { name: "DataCloneError" });
  });

  for (const name of Object.keys(webValues)) {
    it(`are refused if the standard does not let them be cloned, wherever they are: ${name}`, async () => {
      const refused = { name: "DataCloneError", constructor: DOMException };
      const value = webValues[name]?.() as object;
      const holder = Object.assign(Object.create({ inherited: 1 }), { value });
      for (const argument of [
        value,
        [value],
        { a: { b: value } },
        new Map([[{}, new Set([value])]]),
        holder,
      ]) {
        await assert.rejects(pool.submit(identity, argument), refused);
      }
      const inner = [[value]];
      await assert.rejects(listOf(pool.map(identity, inner, { chunkSize: 2 })), refused);
      for (const task of [webValue, webValueInside]) await assert.rejects(pool.submit(task, name), refused);
      await assert.rejects(pool.submit(throwWebValue, name), refused);
      assert.equal(await pool.submit(add, 1, 2), 3);
    });
  }

  it("may be a Blob where the runtime clones that, else are refused", async () => {
    const arrived = await Promise.allSettled([pool.submit(identity, { list: [new Blob(["text"])] })]);
    const [end] = arrived;
    if (end.status === "rejected") assert.equal(end.reason.name, "DataCloneError");
    else assert.equal(await (end.value as { list: Blob[] }).list[0]?.text(), "text");
  });

  it("that cannot be cloned take nothing with them", async () => {
    const fails = { fresh: { name: 1 }, handler: () => {} };
    await assert.rejects(pool.submit(identity, fails), { name: "DataCloneError" });
    for (const value of [{ name: 2 }, { fresh: 3, name: 4 }, { handler: 5 }]) {
      assert.deepEqual(await pool.submit(identity, value), value);
    }
  });

  it("may have properties that every object has, also where these cannot be assigned to", async () => {
    await using hardened = new ThreadPoolExecutor({ maxWorkers: 1 });
    await hardened.submit(freeze);
    const accessor = Object.getOwnPropertyDescriptor(Object.prototype, "__proto__") as PropertyDescriptor;
    Object.defineProperty(Object.prototype, "describe", { value: "by all", configurable: true });
    Reflect.deleteProperty(Object.prototype, "__proto__");
    try {
      const value = JSON.parse(
        '{ "__proto__": { "admin": true }, "describe": 1, "toString": 2, "constructor": 3 }',
      );
      for (const executor of [pool, hardened]) {
        const arrived = (await executor.submit(identity, value)) as object;
        assert.deepEqual(Object.entries(arrived), Object.entries(value));
        assert.equal("admin" in arrived, false);
      }
    } finally {
      Object.defineProperty(Object.prototype, "__proto__", accessor);
      Reflect.deleteProperty(Object.prototype, "describe");
    }
  });

  it("with a getter that submits tasks arrive, and those run, also when the one before has ended meanwhile", async () => {
    const before = pool.submit(add, 1, 2);
    const inner: PromiseLike<number>[] = [];
    const argument = {
      first: 1,
      get second() {
        const end = performance.now() + 20;
        while (performance.now() < end);
        for (let count = 0; count < 300; count++) inner.push(pool.submit(add, inner.length, 1));
        return 2;
      },
      third: 3,
    };
    assert.deepEqual(await pool.submit(identity, argument), { first: 1, second: 2, third: 3 });
    assert.equal(await before, 3);
    assert.deepEqual(
      await Promise.all(inner),
      Array.from(inner, (_, index) => index + 1),
    );
  });

  it("with a getter that cancels the task before them arrive, or reject with what it throws", async () => {
    for (const ending of ["returns", "throws", "needs a message"]) {
      for (let round = 0; round < 10; round++) {
        const before = pool.submit(add, 1, 2);
        const inner: PromiseLike<number>[] = [];
        const outer = pool.submit(identity, {
          get first() {
            before.cancel();
            inner.push(pool.submit(add, 30, 4));
            if (ending === "throws") throw new URIError("in a getter");
            return 1;
          },
          second: ending === "needs a message" ? new Date(5) : 2,
        });
        if (ending === "throws") await assert.rejects(outer, { name: "URIError" });
        else assert.equal(((await outer) as { first: number }).first, 1);
        await Promise.allSettled([before]);
        for (const sum of await Promise.all(inner)) assert.equal(sum, 34);
        assert.equal(await pool.submit(add, 1, 2), 3);
      }
    }
  });

  it("with a getter that cancels their own task do not keep the worker", async () => {
    const controller = new AbortController();
    const argument = {
      get value() {
        controller.abort();
        return 1;
      },
    };
    const endless = neverEnds.with({ signal: controller.signal }) as unknown as Task<[unknown], unknown>;
    await assert.rejects(pool.submit(endless, argument), { name: "AbortError" });
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("with a getter that takes away another property lack that", async () => {
    const argument = () => ({
      get first() {
        Reflect.deleteProperty(this, "second");
        return 1;
      },
      second: 2,
      third: 3,
    });
    assert.deepEqual(await pool.submit(identity, argument()), structuredClone(argument()));
  });

  it("that are shared are the same memory on both sides", async () => {
    const shared = new Int32Array(new SharedArrayBuffer(4));
    const back = (await pool.submit(identity, shared)) as Int32Array;
    Atomics.store(shared, 0, 42);
    assert.equal(Atomics.load(back, 0), 42);
  });

  it("reject their own future with a DataCloneError if they cannot be cloned", async () => {
    const uncloneable = [() => {}, Symbol("x"), { deep: [() => {}] }, Promise.resolve(), new WeakMap()];
    const futures = uncloneable.flatMap((value) => [pool.submit(identity, value), pool.submit(add, 1, 2)]);
    const ends = await Promise.allSettled(futures);
    for (const [index, end] of ends.entries()) {
      if (index % 2 === 1) assert.deepEqual(end, { status: "fulfilled", value: 3 });
      else assert.equal(end.status === "rejected" && end.reason.name, "DataCloneError");
    }
    await assert.rejects(pool.submit(throwMade, { result: "function" }), { name: "DataCloneError" });
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("reject with what a getter in them throws", async () => {
    await assert.rejects(pool.submit(throwingGetter), { name: "RangeError", message: "in a getter" });
    const argument = {
      get value(): never {
        throw new URIError("in an argument");
      },
    };
    await assert.rejects(pool.submit(identity, argument), { name: "URIError" });
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("ten thousand that cannot be cloned do not block the one after them", async () => {
    const futures = Array.from({ length: 10_000 }, () => pool.submit(identity, () => {}));
    const last = pool.submit(add, 1, 2);
    const ends = await Promise.allSettled(futures);
    assert.ok(ends.every(({ status }) => status === "rejected"));
    assert.equal(await last, 3);
  });

  it("move with transfer, and are gone here", async () => {
    const buffer = new ArrayBuffer(16);
    assert.deepEqual(await pool.submit(sizesOf.with({ transfer: [buffer] }), buffer), [16]);
    assert.equal(buffer.byteLength, 0);
    const { port1, port2 } = new MessageChannel();
    await pool.submit(sizesOf.with({ transfer: [port2] }), port2);
    port1.close();
    await assert.rejects(pool.submit(sizesOf.with({ transfer: [buffer] }), buffer), {
      name: "DataCloneError",
    });
  });

  it("move back with transferResult", async () => {
    assert.deepEqual(await pool.submit(ramp, 4), Float64Array.of(0, 1, 2, 3));
    assert.deepEqual(await pool.submit(throwMade, { result: "ramp" }), [0]);
  });

  it("may nest deeper than this thread or that one can read: then the task rejects, and nothing else is disturbed", async () => {
    for (let links = 500; links < 300_000; links = Math.ceil(links * 1.5)) {
      const before = pool.submit(add, links, 1);
      const [back, there] = [pool.submit(linked, links), pool.submit(sizesOf, linkedList(links))];
      const after = pool.submit(add, links, 2);
      await Promise.allSettled([back, there]);
      assert.match(back.state, /fulfilled|rejected/);
      assert.match(there.state, /fulfilled|rejected/);
      assert.deepEqual(await Promise.all([before, after]), [links + 1, links + 2]);
    }
  });

  it("may be huge", async () => {
    const result = await pool.submit(huge, 64 * 2 ** 20);
    assert.equal((result as Uint8Array).byteLength, 64 * 2 ** 20);
  });
});

/** A value with small and large parts, and with what only a message carries here and there. */
function anyValue(random: () => number, depth: number): unknown {
  const text = (): string =>
    String.fromCharCode(...Array.from({ length: random() % 9 }, () => random() % 0x1_0000));
  const values: (() => unknown)[] = [
    () => undefined,
    () => null,
    () => random() % 2 === 0,
    () => (random() % 2 === 0 ? -0 : Number.NaN),
    () => random() | 0,
    () => random() / 7,
    () => (BigInt(random()) - 2n ** 31n) ** BigInt(random() % 8),
    text,
    () => text().repeat(random() % 30),
    () => (random() % 5 === 0 ? new Map([[text(), random()]]) : new Date(random())),
    () => Array.from({ length: random() % 6 }, () => anyValue(random, depth - 1)),
    () =>
      Object.fromEntries(Array.from({ length: random() % 6 }, () => [text(), anyValue(random, depth - 1)])),
    () => ({ id: random(), items: [anyValue(random, depth - 1)], name: text() }),
  ];
  const kinds = depth > 0 ? values.length : values.length - 3;
  return values[random() % kinds]?.();
}

/** What `deepEqual` does not look at: the order of keys, and which class each object is of. */
function shapeOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const inner = Reflect.ownKeys(value).map((key) => `${String(key)}: ${shapeOf(Reflect.get(value, key))}`);
  return `${value.constructor?.name} { ${inner.join(", ")} }`;
}
