import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";

export default {
  name: "text-encode",
  about: "text to UTF-8 and back, ASCII, accents, and beyond: shows TextEncoder and TextDecoder (mb_per_s)",
  // As long as a page or a message: what is longer measures how fast the system gives memory.
  defaults: { tasks: 1500, size: 2_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  setup: ({ size }) => textsOf(size),

  run({ tasks, metric }, texts) {
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();
    let encoded: Uint8Array[] = [];
    let decoded: string[] = [];
    let bytes = 0;
    const start = performance.now();
    for (let task = 0; task < tasks; task++) {
      encoded = texts.map((text) => encoder.encode(text));
      decoded = encoded.map((part) => decoder.decode(part));
      for (const { length } of encoded) bytes += length;
    }
    metric("mb_per_s", (2 * bytes) / 1000 / (performance.now() - start), { better: "higher" });
    return { encoded, decoded, bytes };
  },

  check({ encoded, decoded, bytes }, { tasks, size }) {
    const expected = expectedBytes(size);
    expectEqual(encoded, expected, "the bytes");
    expectEqual(decoded, expectedTexts(size), "the text");
    expectEqual(bytes, tasks * expected.reduce((sum, { length }) => sum + length, 0), "their number");
  },
} satisfies Workload<string[], { encoded: Uint8Array[]; decoded: string[]; bytes: number }>;

function textsOf(size: number): string[] {
  return phrases.map((phrase) => phrase.repeat(repeats(size)));
}

const repeats = (size: number): number => Math.ceil(size / 10);

const phrases = [
  "plain words, and 1234 digits. ",
  "d\u00e9j\u00e0 vu \u00fcber \u00e6r\u00f8 ",
  "\u4f60\u597d \u{1f680} \u20ac ",
];

const expectedTexts = rememberLast(textsOf);

/** Another way: from each code point's bits. */
const expectedBytes = rememberLast((size: number): Uint8Array[] =>
  phrases.map((phrase) => {
    const bytes = [...phrase].flatMap((character) => utf8(character.codePointAt(0) ?? 0));
    const all = new Uint8Array(repeats(size) * bytes.length);
    for (let at = 0; at < all.length; at += bytes.length) all.set(bytes, at);
    return all;
  }),
);

function utf8(point: number): number[] {
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
}
