import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { IdleTimer } from "../../../scripts/driver/bouts/idle-timer.ts";

function timing(context: TestContext, ms: number) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const seen = { sign: 0, over: false };
  const timer = new IdleTimer(
    ms,
    () => seen.sign,
    () => {
      seen.over = true;
    },
  );
  const pass = (passed: number): boolean => {
    context.mock.timers.tick(passed);
    return seen.over;
  };
  const sign = (): void => {
    seen.sign = Date.now();
  };
  return { timer, pass, sign };
}

test("IdleTimer is over when its time has passed without a sign of life", (context) => {
  const { timer, pass } = timing(context, 100);
  timer.start();
  assert.equal(pass(99), false);
  assert.equal(pass(1), true);
});

test("IdleTimer gives the whole time again after each sign of life", (context) => {
  const { timer, pass, sign } = timing(context, 100);
  timer.start();
  for (let step = 0; step < 5; step++) {
    assert.equal(pass(80), false);
    sign();
  }
  assert.equal(pass(99), false);
  assert.equal(pass(1), true);
});

test("IdleTimer stands still between stop and start, and has the whole time after that", (context) => {
  const { timer, pass } = timing(context, 100);
  timer.start();
  pass(90);
  timer.stop();
  assert.equal(pass(1000), false);
  timer.start();
  assert.equal(pass(99), false);
  assert.equal(pass(1), true);
});
