import process from "node:process";
import { currentRuntime } from "../current-runtime.ts";

// Who runs this, as one line of JSON. That it is printed at all shows that the project's programs start here.
const { name, version, engine } = currentRuntime;
console.log(JSON.stringify({ name, version: version(), engine: engine(), path: process.execPath }));
