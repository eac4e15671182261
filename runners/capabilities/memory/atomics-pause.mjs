// There is `Atomics.pause()`.
import { expectSame } from "../support/probe.mjs";

expectSame("what it returns", Atomics.pause(), undefined);
