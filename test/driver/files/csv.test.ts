import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "csv-parse/sync";
import { type Column, fromCsv, toCsv } from "../../../scripts/driver/files/csv.ts";

interface Row {
  readonly name: string | undefined;
  readonly time?: number;
}
const columns: readonly Column<Row>[] = [
  { name: "name", value: ({ name }) => name },
  { name: "time_ms", value: ({ time }) => time },
];

describe("toCsv", () => {
  it("writes what another parser reads back, with commas, quotes and line breaks in the text", () => {
    const names = ["plain", 'say "hi", twice', "two\nlines", "a\r\nb", " edges ", "naïve 🙂"];
    const text = toCsv(
      names.map((name) => ({ name, time: 1.5 })),
      columns,
    );
    assert.deepEqual(
      parse(text, { columns: true }).map((row) => (row as { name: string }).name),
      names,
    );
  });

  it("ends each line with CRLF, the last one too", () => {
    assert.equal(toCsv([{ name: "a", time: 1 }], columns), "name,time_ms\r\na,1\r\n");
  });

  it("leaves what was not measured empty, and keeps a real 0", () => {
    assert.equal(
      toCsv([{ name: undefined }, { name: "", time: 0 }, { name: "x", time: Number.NaN }], columns),
      "name,time_ms\r\n,\r\n,0\r\nx,\r\n",
    );
  });

  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]) {
    it(`makes ${JSON.stringify(text)} harmless for a spreadsheet`, () => {
      const [row] = fromCsv(toCsv([{ name: text, time: 1 }], columns));
      assert.equal(row?.name, `'${text}`);
    });
  }

  it("writes plain numbers: all digits, no exponent, negative ones as they are", () => {
    const rows = [1.5e-7, 1e21, -3, 0.1 + 0.2, 1e-25, -1.25e-30, 5e-324, 1.25e22].map((time) => ({
      name: "n",
      time,
    }));
    assert.deepEqual(
      fromCsv(toCsv(rows, columns)).map((row) => row.time_ms),
      [
        "0.00000015",
        "1000000000000000000000",
        "-3",
        "0.30000000000000004",
        `0.${"0".repeat(24)}1`,
        `-0.${"0".repeat(29)}125`,
        `0.${"0".repeat(323)}5`,
        "12500000000000000000000",
      ],
    );
  });

  it("without rows is the header alone; without header the rows alone", () => {
    assert.equal(toCsv([], columns), "name,time_ms\r\n");
    assert.equal(toCsv([{ name: "a", time: 1 }], columns, { header: false }), "a,1\r\n");
  });
});

describe("fromCsv", () => {
  it("leaves out a last line that was cut off", () => {
    assert.deepEqual(fromCsv("name,time_ms\r\na,1\r\nb,2.7"), [{ name: "a", time_ms: "1" }]);
  });
});
