import { visibleText } from "../visible-text.ts";

/** Markup, as opposed to text that has to be escaped. */
export interface Html {
  readonly markup: string;
}

type Content = Html | string | number | undefined | readonly (Html | string)[];

/** Makes markup. Whatever is put into it is text, and escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return { markup: parts.map((part, index) => part + rendered(contents[index])).join("") };
}

/** Markup that has been made elsewhere, such as a drawing. */
export function markup(text: string): Html {
  return { markup: text };
}

/** Text for HTML and SVG, in elements and in attributes in double quotes. */
export function escaped(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data for a script of the page: JSON in which nothing ends the element. */
export function jsonElement(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return { markup: `<script type="application/json" id="${id}">${json}</script>` };
}

function rendered(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string" || typeof content === "number") return escaped(String(content));
  if ("markup" in content) return content.markup;
  return content.map((each) => rendered(each)).join("");
}
