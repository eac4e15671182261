// `structuredClone()` keeps a `CryptoKey`.
import { expect, expectSame, shown, waitFor } from "../support/probe.mjs";

const key = await waitFor(
  "a key",
  crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]),
);
const clone = structuredClone(key);
expect(clone instanceof CryptoKey, `it is ${shown(clone)}`);
expectSame("its algorithm", clone.algorithm.name, "AES-GCM");
