// `structuredClone()` keeps the `errors` of an `AggregateError`.
import { expectSame } from "../support/probe.mjs";

const clone = structuredClone(new AggregateError([new Error("first"), new Error("second")]));
expectSame("the messages of its errors", clone.errors?.map(({ message }) => message).join(), "first,second");
