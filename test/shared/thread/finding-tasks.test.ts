import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { type Task, ThreadPoolExecutor, task } from "../../../runners/mod.ts";
import { definitionOf, type TaskAddress } from "../../../shared/task.ts";
import { findTask } from "../../../shared/thread/find-task.ts";
import { one } from "../../fixtures/cycle-one.ts";
import { two } from "../../fixtures/cycle-two.ts";
import * as found from "../../fixtures/found-tasks.ts";

const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
after(() => pool.shutdown());

/** Of a module that is not in TypeScript. */
async function tasksOf<Tasks>(file: string): Promise<Tasks> {
  return import(new URL(`../../fixtures/${file}`, import.meta.url).href);
}

interface PlainTasks<Nested> {
  readonly add: Task<[a: number, b: number], number>;
  readonly sub: Task<[a: number, b: number], number>;
  readonly tasks: Nested;
}

const notExported = { name: "TypeError", message: /does not export it/ };

describe("A task is found by what its module exports", () => {
  it("whatever its function is called, or if it has no name", async () => {
    assert.equal(await pool.submit(found.renamed), "renamed");
    assert.deepEqual([await pool.submit(found.first), await pool.submit(found.second)], ["first", "second"]);
    assert.equal(await pool.submit(found.anonymous), "anonymous");
    assert.equal(found.anonymous.name, "anonymous");
  });

  it("if a helper or a loop has made it, also where only what it closes over differs", async () => {
    assert.deepEqual([await pool.submit(found.plusOne, 1), await pool.submit(found.plusTwo, 1)], [2, 3]);
    assert.deepEqual([await pool.submit(found.double, 5), await pool.submit(found.triple, 5)], [10, 15]);
  });

  it("as its default, under several names, with options bound, or from another module", async () => {
    assert.equal(await pool.submit(found.default), "default");
    assert.deepEqual([await pool.submit(found.twice), await pool.submit(found.again)], ["twice", "twice"]);
    assert.equal(await pool.submit(found.bound), "bound");
    assert.equal(await pool.submit(found.elsewhere, 1, 2), 3);
  });

  it("after an await of the module, and in a cycle of imports", async () => {
    assert.equal(await pool.submit(found.late), "late");
    assert.deepEqual([await pool.submit(one, 2), await pool.submit(two, 1)], ["one two one", "two one"]);
  });

  it("and only there: others reject, and say so", async () => {
    for (const hidden of found.hidden()) await assert.rejects(pool.submit(hidden), notExported);
    await assert.rejects(pool.submit(found.times(5), 1), notExported);
    const elsewhere = task(new URL("../../fixtures/tasks.ts", import.meta.url).href, function nowhere() {});
    await assert.rejects(pool.submit(elsewhere), notExported);
    assert.equal(await pool.submit(found.double, 5), 10);
  });

  it("where a minifier has taken the names away", async () => {
    const { add, sub, tasks } =
      await tasksOf<PlainTasks<{ add: Task<[n: number], number> }>>("minified-tasks.mjs");
    assert.deepEqual([await pool.submit(add, 1, 2), await pool.submit(sub, 1, 2)], [3, -1]);
    await assert.rejects(pool.submit(tasks.add, 1), notExported);
  });

  it("of a CommonJS module", async () => {
    const { default: common } = await tasksOf<{ default: PlainTasks<{ inner: Task<[], string> }> }>(
      "common-tasks.cjs",
    );
    assert.deepEqual([await pool.submit(common.add, 1, 2), await pool.submit(common.sub, 1, 2)], [3, -1]);
    await assert.rejects(pool.submit(common.tasks.inner), notExported);
  });
});

describe("findTask, where the module has made other tasks on the other thread,", () => {
  const module = "test:tasks";
  const make = (name: string): Task<[], string> => {
    // A text that no other one has, which a name alone gives it.
    return task(module, { [name]: () => name }[name] as () => string);
  };
  const text = (run: () => unknown): number => {
    const { made, at } = definitionOf(task("test:texts", run)).address;
    return made[at] as number;
  };
  const add = task(module, function add() {
    return "add";
  });
  const sub = task(module, function sub() {
    return "sub";
  });
  const sameTexts = make("closure");
  const exported = { add, sub, sameTexts };
  const [addText, subText, closureText] = definitionOf(add).address.made as [number, number, number];
  const other = text(() => "other");
  const another = text(() => "another");

  const at = (at: number, made: readonly number[], name = "add"): string | undefined => {
    const address: TaskAddress = { module, name, made, at };
    try {
      const definition = findTask(exported, address);
      return Object.entries(exported).find(([, task]) => definitionOf(task) === definition)?.[0];
    } catch (error) {
      assert.match((error as Error).message, notExported.message);
      return undefined;
    }
  };

  it("goes by the texts of the functions", () => {
    assert.equal(at(1, [other, addText, subText, closureText]), "add");
    assert.equal(at(2, [other, addText, subText, closureText]), "sub");
    assert.equal(at(0, [subText, addText]), "sub");
    assert.equal(at(3, [addText, subText, closureText, closureText]), undefined);
  });

  it("goes by their order if a transpiler prints them in its way, and adds numbers to their names", () => {
    assert.equal(at(0, [other, subText, closureText], "add2"), "add");
    assert.equal(at(0, [other, another, closureText], "add$1"), "add");
    assert.equal(at(1, [other, another, closureText], "_sub"), "sub");
    assert.equal(at(0, [other, subText, closureText], "multiply"), undefined);
  });

  it("knows that a module was evaluated several times", () => {
    const once = [addText, subText, closureText];
    assert.equal(at(7, [...once, ...once, ...once]), "sub");
    assert.equal(at(3, [other, another, closureText, other, another, closureText], "add2"), "add");
  });

  it("takes no other one for it", () => {
    assert.equal(at(0, [other]), "add");
    assert.equal(at(0, [other], "other"), undefined);
    assert.equal(at(3, [addText, subText, closureText, other], "other"), undefined);
    assert.equal(at(0, [other, addText, subText], "other"), undefined);
  });
});
