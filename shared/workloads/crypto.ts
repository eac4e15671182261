import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { joinBytes } from "./support/join-bytes.ts";
import { platform } from "./support/platform.ts";
import { randomBytes } from "./support/random-bytes.ts";

/** How long one message is, in bytes: a request's, or a session's. */
const messageLength = 1_024;
const secret = randomBytes(32, 7);

interface Sealed {
  /** Each message's HMAC, in hexadecimal digits. */
  readonly codes: readonly string[];
  /** Each message's AES-256-GCM, its tag behind it. */
  readonly sealed: readonly Uint8Array[];
  /** How many messages came out as they went in, and how many signatures held, and did not hold for another message. */
  readonly opened: number;
  readonly signed: number;
  readonly refused: number;
}

export default {
  name: "crypto",
  about:
    "HMAC, AES-GCM and Ed25519 over small messages by node:crypto: shows what sessions and tokens cost (messages_per_s)",
  defaults: { tasks: 1, size: 200 },
  threaded: false,
  singleThreaded: true,
  groups: ["server", "upgrade"],

  setup: ({ tasks, size }) =>
    Array.from({ length: tasks * size }, (_, index) => randomBytes(messageLength, index)),

  run({ metric }, messages) {
    const crypto = platform().builtIn("node:crypto");
    const { privateKey, publicKey } = crypto.generateKeyPairSync("ed25519");
    const start = performance.now();
    const codes: string[] = [];
    const sealed: Uint8Array[] = [];
    let [opened, signed, refused] = [0, 0, 0];
    for (const [index, message] of messages.entries()) {
      codes.push(crypto.createHmac("sha256", secret).update(message).digest("hex"));

      const cipher = crypto.createCipheriv("aes-256-gcm", secret, nonceOf(index));
      const text = [cipher.update(message), cipher.final(), cipher.getAuthTag()];
      const [body, , tag] = text;
      sealed.push(joinBytes(text));
      const decipher = crypto.createDecipheriv("aes-256-gcm", secret, nonceOf(index));
      decipher.setAuthTag(tag ?? new Uint8Array());
      if (isSame(joinBytes([decipher.update(body ?? message), decipher.final()]), message)) opened++;

      const signature = crypto.sign(null, message, privateKey);
      if (crypto.verify(null, message, publicKey, signature)) signed++;
      if (!crypto.verify(null, message.subarray(1), publicKey, signature)) refused++;
    }
    metric("messages_per_s", (1000 * messages.length) / (performance.now() - start), { better: "higher" });
    return { codes, sealed, opened, signed, refused };
  },

  /** Another way: by WebCrypto. */
  async check({ codes, sealed, ...counts }, { tasks, size }) {
    const count = tasks * size;
    expectEqual(counts, { opened: count, signed: count, refused: count }, "the counts");
    const hmac = await key({ name: "HMAC", hash: "SHA-256" }, ["sign"]);
    const aes = await key({ name: "AES-GCM" }, ["encrypt"]);
    const expected = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const message = randomBytes(messageLength, index);
        const iv = nonceOf(index);
        return {
          code: hexadecimal(await subtle.sign("HMAC", hmac, message)),
          sealed: new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, aes, message)),
        };
      }),
    );
    expectEqual(
      codes,
      expected.map(({ code }) => code),
      "the codes",
    );
    expectEqual(
      sealed,
      expected.map(({ sealed }) => sealed),
      "what was sealed",
    );
  },
} satisfies Workload<Uint8Array<ArrayBuffer>[], Sealed>;

const { subtle } = globalThis.crypto;

function key(algorithm: { name: string; hash?: string }, uses: KeyUsage[]): Promise<CryptoKey> {
  return subtle.importKey("raw", secret, algorithm, false, uses);
}

/** Twelve bytes; never the same twice for a key. */
function nonceOf(index: number): Uint8Array<ArrayBuffer> {
  return randomBytes(12, index + 1);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function hexadecimal(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
