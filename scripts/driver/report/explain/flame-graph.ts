import type { ProfiledFunction } from "../../judge/profile/cpu-profile.ts";
import type { ProfiledProcess } from "../../judge/profile/profile-difference.ts";
import { escaped } from "../page/html.ts";

/** A call on a stack, with all that it calls. Milliseconds of one run. */
interface Frame {
  readonly of: ProfiledFunction;
  ms: number;
  readonly calls: Map<string, Frame>;
}

/** How one function's time differs, as a part of a run: from -1 (gone) to 1 (new). */
export type Change = (each: ProfiledFunction) => number;

/** What calls what in all processes of a side, idle time left out. */
export function callsOf(processes: readonly ProfiledProcess[]): Frame {
  const root: Frame = { of: { name: "all", module: "", category: "runtime" }, ms: 0, calls: new Map() };
  for (const { stacks, runs } of processes) {
    for (const { stack, ms } of stacks) {
      if (stack.at(-1)?.category === "idle") continue;
      const share = ms / runs / processes.length;
      let at = root;
      at.ms += share;
      for (const of of stack) {
        const key = `${of.name}\n${of.module}`;
        const next = at.calls.get(key) ?? { of, ms: 0, calls: new Map() };
        at.calls.set(key, next);
        next.ms += share;
        at = next;
      }
    }
  }
  return root;
}

const [width, rowHeight, leastWidth] = [1200, 17, 0.6];

/**
 * One flame graph: a bar for each call, as wide as its time, below the one that made it. Red takes more on the new side, blue less.
 *
 * @param ms what the whole width stands for, the same for both sides
 */
export function flameGraph(root: Frame, ms: number, change: Change): string {
  const bars: string[] = [];
  let depth = 0;
  const draw = (frame: Frame, x: number, level: number): void => {
    const barWidth = (width * frame.ms) / ms;
    if (barWidth < leastWidth) return;
    depth = Math.max(depth, level);
    const { name, module } = frame.of;
    const label = `${name}${module === "" ? "" : ` (${module})`}`;
    const shown = Math.floor((barWidth - 6) / 6.6);
    const text = shown < 3 ? "" : label.length > shown ? `${label.slice(0, shown - 1)}…` : label;
    bars.push(
      `<g><title>${escaped(`${label}: ${frame.ms.toFixed(3)} ms of a run`)}</title><rect x="${x.toFixed(1)}" y="${level * rowHeight}" width="${Math.max(barWidth - 0.5, 0.5).toFixed(1)}" height="${rowHeight - 1}" fill="${colour(change(frame.of))}"/>${text === "" ? "" : `<text x="${(x + 3).toFixed(1)}" y="${level * rowHeight + 12}">${escaped(text)}</text>`}</g>`,
    );
    let at = x;
    for (const call of [...frame.calls.values()].sort((a, b) => b.ms - a.ms)) {
      draw(call, at, level + 1);
      at += (width * call.ms) / ms;
    }
  };
  draw(root, 0, 0);
  const height = (depth + 1) * rowHeight;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" style="font:11px system-ui,sans-serif;width:100%" xmlns="http://www.w3.org/2000/svg">${bars.join("")}</svg>`;
}

/** From blue over grey to red. */
function colour(change: number): string {
  const strength = Math.min(1, Math.sqrt(Math.abs(change) * 4));
  if (strength < 0.1) return "hsl(0 0% 84%)";
  return `hsl(${change > 0 ? 8 : 212} ${Math.round(30 + 55 * strength)}% ${Math.round(82 - 24 * strength)}%)`;
}
