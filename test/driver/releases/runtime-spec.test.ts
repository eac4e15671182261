import assert from "node:assert/strict";
import { homedir } from "node:os";
import { test } from "node:test";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import { parseRuntimeSpec } from "../../../scripts/driver/releases/runtime-spec.ts";

const accepted = {
  node: { name: "node", kind: "default" },
  python: { name: "python", kind: "default" },
  "node@24": { name: "node", kind: "version", version: "24" },
  "node@v24.1": { name: "node", kind: "version", version: "24.1" },
  "bun@1.3.14": { name: "bun", kind: "version", version: "1.3.14" },
  "bun@1.4.2-canary.20260928.1": { name: "bun", kind: "version", version: "1.4.2-canary.20260928.1" },
  "deno@latest": { name: "deno", kind: "latest" },
  "bun@canary": { name: "bun", kind: "canary" },
  "node@system": { name: "node", kind: "system" },
  "go@system": { name: "go", kind: "system" },
  "bun@/opt/bun": { name: "bun", kind: "path", path: "/opt/bun" },
  "bun@./build/bun": { name: "bun", kind: "path", path: "/project/build/bun" },
  "bun@build/bun": { name: "bun", kind: "path", path: "/project/build/bun" },
  "node@~/bin/node": { name: "node", kind: "path", path: `${homedir()}/bin/node` },
  "node@/with space/and @ in it": { name: "node", kind: "path", path: "/with space/and @ in it" },
  "node@24 --no-maglev": { name: "node", kind: "version", version: "24", flags: ["--no-maglev"] },
  "deno  --v8-flags=--no-opt,--no-maglev --quiet": {
    ...{ name: "deno", kind: "default", flags: ["--v8-flags=--no-opt,--no-maglev", "--quiet"] },
  },
  "bun@/with space/bun --smol": { name: "bun", kind: "path", path: "/with space/bun", flags: ["--smol"] },
  "python@/opt/3.14t/bin/python": { name: "python", kind: "path", path: "/opt/3.14t/bin/python" },
};

test("parseRuntimeSpec takes a name alone, a version or the start of one, a tag, and a path", () => {
  for (const [text, parsed] of Object.entries(accepted)) {
    assert.deepEqual(parseRuntimeSpec(text, "/project"), { text, flags: [], ...parsed });
  }
});

const refused = {
  nod: /^Unknown runtime "nod": did you mean node\? \(known: node, deno, bun, python, go, /,
  python3: /did you mean python\?/,
  ndoe: /did you mean node\?/,
  "": /^Unknown runtime "": known: node, /,
  "Node@24; rm": /^Unknown runtime "Node"/,
  constructor: /^Unknown runtime "constructor"/,
  "node@": /^Unknown release in "node@": expected a version such as node@24, /,
  "bun@stable": /expected a version such as bun@1\.3\.14, bun@latest, bun@canary, bun@system or a path/,
  "node@^24": /^Unknown release in "node@\^24"/,
  "node@24.x": /^Unknown release/,
  "node@1.2.3.4": /^Unknown release/,
  "bun@$(reboot)": /^Unknown release in "bun@\$\(reboot\)"/,
  "bun@1.3\n": /^Unknown release in "bun@1\.3\\n"/,
  "node@24 no-maglev": /^Unknown release/,
  "python -O": /^Unknown flags in "python -O": python takes none here/,
  "python@3.13": /python is not installed from npm; expected python, python@system or a path/,
};

test("parseRuntimeSpec refuses anything else in one line that says what is right", () => {
  for (const [text, message] of Object.entries(refused)) {
    const failure = failureOf(() => parseRuntimeSpec(text));
    assert(failure instanceof BadInput, text);
    assert.match(failure.message, message);
    assert(!failure.message.includes("\n"));
  }
});

function failureOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
