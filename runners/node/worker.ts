import { enterThread } from "./enter-thread.ts";

// What a worker thread loads under Node.

enterThread();
