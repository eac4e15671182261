import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createFuture } from "../../shared/future.ts";

describe("Future", () => {
  it("is a promise", () => {
    assert.ok(createFuture("x", { cancelled() {} }) instanceof Promise);
  });
});
