// What a worker thread loads under Bun, which starts it without the `--preload` of the main thread.
import "./bun-door.ts";
import "./worker.ts";
