import process from "node:process";

// Who runs this, as one line of JSON, also under releases that do not run the project's programs.
const { versions, execPath } = process;
const name = "deno" in versions ? "deno" : "bun" in versions ? "bun" : "node";
const engine = name === "bun" ? `JavaScriptCore ${versions.webkit}` : `V8 ${versions.v8}`;
console.log(JSON.stringify({ name, version: versions[name], engine, path: execPath }));
