import { enterThread } from "./enter-thread.ts";

// What a worker thread loads under Bun. It leaves `node:timers` and `node:url` alone: loading them takes longer than starting the thread.

enterThread();
