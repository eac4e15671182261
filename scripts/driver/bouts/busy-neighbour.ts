import { spawn } from "node:child_process";
import process from "node:process";

/** Keeps one core busy for so long, and then leaves it alone for as long. */
const blockMs = 3000;

/** Ends with the process that started it, because then its standard input ends. */
const program = `
process.stdin.resume().on("end", () => process.exit());
const burn = () => {
  if (Math.floor(Date.now() / ${blockMs}) % 2 === 0) for (const end = Date.now() + 50; Date.now() < end; );
  setTimeout(burn, 1);
};
burn();`;

/** Starts a load that comes and goes, as other programs' does. Returns how to end it. */
export function startBusyNeighbour(): () => void {
  const child = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "ignore", "ignore"] });
  child.on("error", () => {}); // without it, the machine is as quiet as it is
  return () => child.kill();
}
