import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { describe, it } from "node:test";
import { StatusLine } from "../../../scripts/driver/command-line/status-line.ts";

/** What a terminal is sent where a line is shown, something is said, and the line is taken away. */
function sent(env: Readonly<Record<string, string>>, isTTY = true): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const terminal = Object.assign(stream, { isTTY, columns: 80, rows: 24, getColorDepth: () => 1 });
  const line = new StatusLine(terminal as unknown as NodeJS.WriteStream, env);
  line.show(0.5, "half of it");
  line.say("one is decided");
  line.show(0.9, "nearly all of it");
  line.clear();
  return text;
}

describe("StatusLine", () => {
  it("draws on a terminal, and never hides the cursor, which nobody would show again if this process is killed", () => {
    const drawn = sent({ TERM: "xterm" });
    assert.match(drawn, /half of it/);
    assert.match(drawn, /nearly all of it/);
    assert.ok(!drawn.includes("\u001B[?25"));
  });

  for (const env of [{ TERM: "dumb" }, { TERM: "xterm", CI: "1" }]) {
    it(`writes only what is said with ${JSON.stringify(env)}`, () => {
      assert.equal(sent(env), "one is decided\n");
    });
  }

  it("writes only what is said into a pipe", () => {
    assert.equal(sent({ TERM: "xterm" }, false), "one is decided\n");
  });
});
