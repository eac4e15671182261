// `structuredClone()` makes a plain object of an instance of a class, without its private fields and getters.
import { expectSame } from "../support/probe.mjs";

class Point {
  #x = 1;
  y = 2;
  get x() {
    return this.#x;
  }
}
const clone = structuredClone(new Point());
expectSame("its prototype", Object.getPrototypeOf(clone), Object.prototype);
expectSame("it, as JSON,", JSON.stringify(clone), `{"y":2}`);
