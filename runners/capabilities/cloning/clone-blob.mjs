// `structuredClone()` keeps a `Blob`.
import { expect, expectSame, shown, waitFor } from "../support/probe.mjs";

const blob = new Blob(["text"], { type: "text/plain" });
const clone = structuredClone(blob);
expect(clone instanceof Blob, `it is ${shown(clone)}`);
expectSame("its text", await waitFor("its text", clone.text()), "text");
expectSame("its type", clone.type, blob.type);
