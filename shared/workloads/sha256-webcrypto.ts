import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { sha256 } from "./sha256.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { randomBytes } from "./support/random-bytes.ts";
import { rememberLast } from "./support/remember-last.ts";

/** SHA-256 by WebCrypto, in hexadecimal digits. */
export const digestOf = task(
  import.meta.url,
  async function digestOf(message: Uint8Array<SharedArrayBuffer>): Promise<string> {
    // WebCrypto takes no shared memory, so the copy is made here, on the thread.
    const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(message));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
);

export default {
  name: "sha256-webcrypto",
  about: "SHA-256 by the runtime's WebCrypto: shows native code on threads, beside sha256 in TypeScript",
  defaults: { tasks: 8, size: 4_000_000 },
  threaded: true,

  setup: ({ tasks, size }) =>
    Array.from({ length: tasks }, (_, index) => {
      const message = new Uint8Array(new SharedArrayBuffer(size));
      message.set(randomBytes(size, index));
      return message;
    }),

  run: (_params, messages) =>
    TaskGroup.run((group) =>
      Promise.all(messages.map((message) => group.createTask(toThread(digestOf, message)))),
    ),

  check(digests, { tasks, size }) {
    expectEqual(digests, expectedDigests(tasks, size), "the digests");
  },
} satisfies Workload<Uint8Array<SharedArrayBuffer>[], string[]>;

/** Another way: in TypeScript. */
const expectedDigests = rememberLast((tasks: number, size: number): string[] =>
  Array.from({ length: tasks }, (_, index) => sha256(randomBytes(size, index))),
);
