// What the workload "startup" starts: an ES module that imports another one and prints a line.
import { answer } from "./answer.mjs";

console.log(`the answer is ${answer}`);
