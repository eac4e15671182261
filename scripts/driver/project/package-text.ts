import { readFile } from "node:fs/promises";
import { repository } from "../files/folders.ts";

/** What stands between these two, or behind the first. */
const onlyInCheckout = /<!-- only in a checkout -->\n[\s\S]*?(?:<!-- everywhere -->\n|$)/g;

/** A document as it stands in a package, without what a checkout alone has: a link to what is not there is its words. */
export async function packageText(file: string, present: readonly string[] = []): Promise<string> {
  const whole = await readFile(repository + file, "utf8");
  const text = whole.replaceAll(onlyInCheckout, "");
  return text.replaceAll(/(?<!!)\[([^\]]+)\]\(([^)]+)\)/g, (link, words: string, target: string) =>
    /^(?:https?:|#)/.test(target) || present.includes(target) ? link : words,
  );
}
