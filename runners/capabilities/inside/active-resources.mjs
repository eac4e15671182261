// `process.getActiveResourcesInfo()` counts a timer.
import process from "node:process";
import { expectSame } from "../support/probe.mjs";

const before = process.getActiveResourcesInfo().length;
const timer = setTimeout(() => {}, 1000);
expectSame("how many more there are", process.getActiveResourcesInfo().length - before, 1);
clearTimeout(timer);
