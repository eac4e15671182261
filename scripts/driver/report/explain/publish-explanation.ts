import { join } from "node:path";
import { type Column, toCsv } from "../../files/csv.ts";
import { shownPath } from "../../files/shown-path.ts";
import { replaceFile } from "../../files/write-file.ts";
import type { ProfiledFunction } from "../../judge/profile/cpu-profile.ts";
import { changedFunctions, type ProfileDifference } from "../../judge/profile/profile-difference.ts";
import { reproduction } from "../bisect/reproduction.ts";
import { type Explanation, explanationMarkdown, explanationSentences, type Profiles } from "./explanation.ts";
import { explanationPage } from "./explanation-page.ts";

type Row = ProfileDifference<ProfiledFunction>;

const columns: readonly Column<Row>[] = [
  { name: "function", value: ({ of }) => of.name },
  { name: "module", value: ({ of }) => of.module },
  { name: "category", value: ({ of }) => of.category },
  { name: "old_ms", value: ({ oldMs }) => oldMs },
  { name: "new_ms", value: ({ newMs }) => newMs },
  { name: "diff_ms", value: ({ diffMs }) => diffMs.value },
  { name: "ci_low", value: ({ diffMs }) => diffMs.interval?.low },
  { name: "ci_high", value: ({ diffMs }) => diffMs.interval?.high },
];

/** Writes `explain.csv`, `explain.md` and a page, and says what was found. */
export async function publishExplanation(profiles: Profiles, stream: NodeJS.WriteStream): Promise<void> {
  const { path, contenders, pairs } = profiles;
  const [old, own] = contenders;
  const isOneRuntime = old.runtime.name === own.runtime.name;
  // Two runtimes have none of their own functions in common.
  const rows = changedFunctions(pairs, ({ category }) => isOneRuntime || category === "user");
  const explanation: Explanation = { ...profiles, rows, isOneRuntime };
  const script = await reproduction(own);
  replaceFile(join(path, "explain.csv"), toCsv(rows, columns));
  replaceFile(join(path, "explain.md"), explanationMarkdown(explanation, script));
  replaceFile(join(path, "index.html"), explanationPage(explanation));
  if (script !== undefined) replaceFile(join(path, "reproduce.mjs"), script);
  stream.write(`\n${explanationSentences(explanation).join("\n")}\n`);
  stream.write(
    `${shownPath(path)}: explain.csv, explain.md, index.html, profiles/, ${script === undefined ? "" : "reproduce.mjs, "}environment.json\nOpen ${shownPath(join(path, "index.html"))}\n`,
  );
}
