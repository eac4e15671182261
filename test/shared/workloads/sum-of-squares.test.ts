import assert from "node:assert/strict";
import { describe, it } from "node:test";

// By a variable, so that the workloads keep their own TypeScript settings.
const folder = new URL("../../../shared/workloads/", import.meta.url).href;
const { sumOfSquares } = await import(`${folder}sum-of-squares.ts`);
const { sumOfSquaresBigint } = await import(`${folder}sum-of-squares-bigint.ts`);
const { sumInWasm } = await import(`${folder}wasm-sum.ts`);

const formula = (size: number): bigint => {
  const n = BigInt(size);
  return ((n - 1n) * n * (2n * n - 1n)) / 6n;
};

describe("sumOfSquares", () => {
  it("gives the article's figure", () => {
    assert.equal(sumOfSquares(5_000_000), 41666654166667500000n);
  });

  it("is exact for each n up to 5000", () => {
    let expected = 0n;
    for (let n = 0; n <= 5_000; n++) {
      assert.equal(sumOfSquares(n), expected, `n = ${n}`);
      expected += BigInt(n) ** 2n;
    }
  });

  it("is exact on both sides of where chunks begin and end", () => {
    const edges = [7, 12, 16, 20, 22, 23, 24].map((bits) => 2 ** bits);
    for (const edge of [...edges, 10 ** 6]) {
      for (const n of [edge - 1, edge, edge + 1, edge + 4_097]) {
        assert.equal(sumOfSquares(n), formula(n), `n = ${n}`);
      }
    }
  });

  it("is exact for a thousand million", () => {
    assert.equal(sumOfSquares(1_000_000_000), formula(1_000_000_000));
  });
});

describe("sumOfSquaresBigint and sumInWasm", () => {
  it("give what sumOfSquares gives", () => {
    for (const n of [0, 1, 2, 3, 1_000, 99_999]) {
      assert.equal(sumOfSquaresBigint(n), sumOfSquares(n), `n = ${n}`);
      assert.equal(sumInWasm(n), sumOfSquares(n), `n = ${n}`);
    }
  });

  it("sumInWasm carries over into its upper half", () => {
    assert.equal(sumInWasm(6_000_001), formula(6_000_001));
  });
});
