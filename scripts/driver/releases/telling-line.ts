/** Of what a program printed before it failed, the line that most likely says why; `undefined` where it printed nothing. */
export function tellingLine(printed: string): string | undefined {
  // A runtime may show the line of code that failed, and packages have all of theirs in one line.
  const lines = printed.split("\n").filter((line) => line.length < 1000 && !tellsNothing.test(line));
  const telling =
    lines.find((line) => thrown.test(line)) ??
    lines.find((line) => /\b(error|fatal|panic|out of memory|segmentation)/i.test(line)) ??
    lines.at(-1);
  return telling?.trim().slice(0, 300);
}

/** What was thrown, as engines print it below the code. */
const thrown = /^(?:Uncaught )?[A-Z]\w*(?:Error|Exception)\b/;

/** Nothing is in it, or it is a part of a stack. */
const tellsNothing = /^\s*(?:$|at |#?\d+:? |-{5})/;
