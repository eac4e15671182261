import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tellingLine } from "../../../scripts/driver/releases/telling-line.ts";

const aborted = `----- Native stack trace -----

 1: 0x840e50  [/opt/node/bin/node]
 2: 0x7f959ad8fae9

----- JavaScript stack trace -----

1: run (file:///home/me/mine.ts:3:11)
2: processTicksAndRejections (node:internal/process/task_queues:104:5)
`;

const cases = [
  ["an error before its stack", "ready\nTypeError: no\n    at run (mine.ts:3:1)\n", "TypeError: no"],
  ["what was printed last, where nothing is called an error", "one\ntwo\n\n", "two"],
  ["what stands before a stack", "about to stop\n    at run (mine.ts:3:1)\n", "about to stop"],
  [
    "what was thrown, and not the code that throws it, or who ran it",
    'mine.ts:3\n  throw new RangeError("no");\n  ^\n\nRangeError: no\n    at run (mine.ts:3:1)\n\nNode.js v26.0.0\n',
    "RangeError: no",
  ],
  ["no stack of an aborted Node", aborted, undefined],
  ["nothing of nothing", "\n \n", undefined],
] as const;

describe("The line that says most of why a program failed", () => {
  for (const [what, printed, line] of cases) {
    it(`is ${what}`, () => assert.equal(tellingLine(printed), line));
  }
});
