import type { MessageChannel, MessagePort } from "node:worker_threads";
import { decodeThrown, type EncodedThrown } from "../shared/error-codec.ts";
import type { FromThread, ThreadStart, ToThread } from "../shared/thread-protocol.ts";
import type { WorkerListener } from "../shared/worker-host.ts";
import { hearNext, type PortAccess, type PortListener } from "./port-access.ts";

/** What a thread says on its line: what its executor is to know, and what ends the thread. */
export type LineMessage =
  | FromThread
  | { readonly kind: "ending"; readonly code: number; readonly error: EncodedThrown | undefined };

/** What the runner itself tells a thread: to end. */
export type LineOrder = { readonly kind: "leave" };

/** The first message to a worker: what it is to do, and its end of the line. */
export interface Greeting {
  readonly start: ThreadStart;
  readonly port: MessagePort;
}

/**
 * The executor's end of the line to one worker. It is a channel of its own, so that a task that posts rubbish on the
 * worker's usual one, or takes its listeners away, disturbs nobody.
 */
export class WorkerLine {
  readonly #channel: MessageChannel;
  readonly #port: MessagePort;
  readonly #listener: WorkerListener;
  readonly #access: PortAccess;
  readonly #ears: PortListener;
  readonly #ended: (code: number) => void;
  #lastWords: { readonly thrown: unknown } | undefined;
  #code: number | undefined;

  /**
   * @param ended called when the thread says that it is about to end
   */
  constructor(listener: WorkerListener, access: PortAccess, ended: (code: number) => void = () => {}) {
    this.#listener = listener;
    this.#access = access;
    this.#channel = access.channel();
    this.#port = this.#channel.port1;
    this.#ended = ended;
    this.#ears = {
      received: (message) => this.#receive(message as LineMessage),
      misheard: (error) => listener.misheard(error),
    };
    access.listen(this.#port, this.#ears);
    this.#port.unref();
  }

  /** Posts the worker its first message. */
  greet(worker: Greetable, start: ThreadStart): void {
    const port = this.#channel.port2;
    worker.postMessage({ start, port }, [port] as never);
  }

  post(message: ToThread | LineOrder, transfer: readonly Transferable[] = []): void {
    this.#port.postMessage(message, transfer as never);
  }

  /** Takes what the thread said next, if it has arrived; `false` if nothing has. */
  hear(): boolean {
    return hearNext(this.#access, this.#port, this.#ears);
  }

  /** The thread has ended: hands on what it had still said, and then that. */
  close(code: number, error?: { readonly thrown: unknown }): void {
    while (this.hear());
    this.#code ??= code;
    this.#port.close();
    this.#listener.exited(this.#code, this.#lastWords ?? error);
  }

  #receive(message: LineMessage): void {
    // On Deno a thread runs on a little after its exit: what it says then is no answer any more.
    if (this.#code !== undefined) return;
    if (message.kind !== "ending") {
      this.#listener.received(message);
      return;
    }
    this.#code = message.code;
    if (message.error !== undefined) this.#lastWords = { thrown: decodeThrown(message.error) };
    this.#ended(message.code);
  }
}

/** A worker, whichever runtime's. */
interface Greetable {
  postMessage(message: Greeting, transfer: never): void;
}
