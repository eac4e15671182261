import assert from "node:assert/strict";
import { test } from "node:test";
import { now } from "../../../shared/waiting/now.ts";
import { Patience } from "../../../shared/waiting/patience.ts";

test("what was spent in vain has to be made up for", () => {
  const patience = new Patience();
  assert.ok(patience.isWorthIt);
  assert.equal(patience.tried(false, 0.05), false);
  assert.ok(patience.isWorthIt, "a little is granted ahead");
  patience.tried(false, 1);
  const spent = now();
  assert.equal(patience.isWorthIt, false);
  while (!patience.isWorthIt);
  assert.ok(now() - spent > 10, "a twentieth of the time at most");
});

test("what was of use costs nothing", () => {
  const patience = new Patience();
  for (let i = 0; i < 1_000; i++) assert.equal(patience.tried(true, 16), true);
  assert.ok(patience.isWorthIt);
});
