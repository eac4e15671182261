import { appendFileSync, readdirSync } from "node:fs";
import process from "node:process";
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { waitingFor } from "./support/probe.mjs";

// Runs one probe and says its answer: `node run-probe.mjs NAME`, `deno run -A run-probe.mjs NAME`, `bun run-probe.mjs NAME`. The exit status is 0 for a
// yes. The driver has it write to a file instead, and watches the process: one that crashes or hangs says nothing.

const [, , probe = "", report, limit = "2500"] = process.argv;
let answered = false;

function answer(answer, instead) {
  if (answered) return;
  answered = true;
  tell({ kind: "answer", answer, instead });
}

function tell(line) {
  if (report !== undefined) appendFileSync(report, `${JSON.stringify(line)}\n`);
  else if (line.kind === "answer")
    console.log(line.instead ? `${line.answer}: ${line.instead}` : line.answer);
  else if (!answered) console.log(`no: the process ended${waiting(" while it waited for ")}`);
}

function waiting(words) {
  return waitingFor.size > 0 ? `${words}${[...waitingFor].join(", ")}` : "";
}

function said(error) {
  if (!(error instanceof Error)) return `${String(error)} was thrown`;
  const lines = error.message.split("\n").filter((each) => each.trim() !== "");
  // Bun shows the code before it says what is wrong with it.
  const line = lines.find((each) => /^\w*(?:Error|Exception)\b/.test(each)) ?? lines[0];
  return error.constructor === Error ? (line ?? error.name) : `${error.name}: ${line ?? ""}`;
}

process.on("exit", (code) => {
  if (atExit !== undefined && code === 0) {
    try {
      atExit();
      answer("yes");
    } catch (error) {
      answer("no", said(error));
    }
  }
  tell({ kind: "ended", waiting: waiting("") });
});

let atExit;
const timer = setTimeout(() => {
  answer("no", `nothing more within ${Number(limit) / 1000} s${waiting("; it waited for ")}`);
  process.exit(1);
}, Number(limit));
// It must not hold the process: a probe may be about what does.
timer.unref();

try {
  const module = await import(fileOf(probe).href);
  if (module.atExit !== undefined) {
    // Deno goes on for what an unreferenced timer waits for, too, while a module waits.
    clearTimeout(timer);
    atExit = module.atExit;
    tell({ kind: "ending" });
  } else {
    answer("yes");
    process.exit(0);
  }
} catch (error) {
  answer("no", said(error));
  process.exit(1);
}

function fileOf(name) {
  if (/[/\\]|\.mjs$/.test(name)) return pathToFileURL(name);
  const here = new URL("./", import.meta.url);
  const folder = readdirSync(here).find(
    (each) => !each.includes(".") && readdirSync(new URL(each, here)).includes(`${name}.mjs`),
  );
  if (folder === undefined) throw new Error(`There is no probe ${name} in ${fileURLToPath(here)}`);
  return new URL(`${folder}/${name}.mjs`, here);
}
