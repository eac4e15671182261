import { readFile } from "node:fs/promises";
import { repository } from "../files/folders.ts";

/** A document as it stands in a package: a link to what is not there is its words. */
export async function packageText(file: string, present: readonly string[] = []): Promise<string> {
  const text = await readFile(repository + file, "utf8");
  return text.replaceAll(/(?<!!)\[([^\]]+)\]\(([^)]+)\)/g, (link, words: string, target: string) =>
    /^(?:https?:|#)/.test(target) || present.includes(target) ? link : words,
  );
}
