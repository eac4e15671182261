import type { MessageChannel, MessagePort } from "node:worker_threads";
import { decodeThrown, type EncodedThrown } from "../../shared/line/error-codec.ts";
import type { FromThread, ThreadStart, ToThread } from "../../shared/line/thread-protocol.ts";
import type { WorkerListener } from "../../shared/pool/worker-host.ts";
import { hearNext, type PortAccess, type PortListener } from "./port-access.ts";

/** What a thread says on its line: what its executor is to know, what it prints, and what ends it. */
export type LineMessage =
  | FromThread
  | Printed
  | { readonly kind: "ending"; readonly code: number; readonly error: EncodedThrown | undefined };

/** What a thread has written to one of its streams. */
export interface Printed {
  readonly kind: "printed";
  readonly stream: "stdout" | "stderr";
  readonly chunk: string | Uint8Array;
  readonly encoding: BufferEncoding;
}

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
  readonly #duties: LineDuties;
  /** What came after something that is not out yet. */
  #held: (() => void)[] | undefined;
  #lastWords: { readonly thrown: unknown } | undefined;
  #code: number | undefined;

  constructor(listener: WorkerListener, access: PortAccess, duties: LineDuties = {}) {
    this.#listener = listener;
    this.#access = access;
    this.#channel = access.channel();
    this.#port = this.#channel.port1;
    this.#duties = duties;
    this.#ears = {
      received: (message) => this.#inOrder(() => this.#receive(message as LineMessage)),
      misheard: (error) => this.#inOrder(() => listener.misheard(error)),
    };
    access.listen(this.#port, this.#ears);
    this.#port.unref();
  }

  /** Posts the worker its first message. */
  greet(worker: Greetable, start: ThreadStart): void {
    const port = this.#channel.port2;
    worker.postMessage({ start, port }, [port] as never);
  }

  /** What may come from the thread keeps the process alive, from now on. */
  ref(): void {
    this.#port.ref();
  }

  unref(): void {
    this.#port.unref();
  }

  post(message: ToThread | LineOrder, transfer: readonly Transferable[] = []): void {
    this.#port.postMessage(message, transfer as never);
  }

  /** Takes what the thread said next, if it has arrived; `false` if nothing has. */
  hear(): boolean {
    return hearNext(this.#access, this.#port, this.#ears);
  }

  /** Hears nothing more. */
  letGo(): void {
    this.#port.close();
  }

  /** The thread has ended: hands on what it had still said, and then that. */
  close(code: number, error?: { readonly thrown: unknown }): void {
    while (this.hear());
    this.#port.close();
    this.#inOrder(() => {
      this.#code ??= code;
      this.#listener.exited(this.#code, this.#lastWords ?? error);
    });
  }

  #inOrder(step: () => void): void {
    if (this.#held === undefined) step();
    else this.#held.push(step);
  }

  /** What comes after it waits until it is out: a program may end as soon as it hears that a task has. */
  #print(printed: Printed): void {
    const out = this.#duties.print?.(printed);
    if (out === undefined) return;
    this.#held = [];
    void out.then(() => {
      const held = this.#held ?? [];
      this.#held = undefined;
      for (const step of held) this.#inOrder(step);
    });
  }

  #receive(message: LineMessage): void {
    if (message.kind === "printed") {
      this.#print(message);
      return;
    }
    // On Deno a thread runs on a little after its exit: what it says then is no answer any more.
    if (this.#code !== undefined) return;
    if (message.kind !== "ending") {
      this.#listener.received(message);
      return;
    }
    this.#code = message.code;
    if (message.error !== undefined) this.#lastWords = { thrown: decodeThrown(message.error) };
    this.#duties.ended?.(message.code);
  }
}

/** What a runtime does with what a thread says to it, and not to the executor. */
export interface LineDuties {
  /** The thread says that it is about to end. */
  ended?(code: number): void;
  /** Prints it. Gives when it is out, if that takes a while. */
  print?(printed: Printed): Promise<void> | undefined;
}

/** A worker, whichever runtime's. */
interface Greetable {
  postMessage(message: Greeting, transfer: never): void;
}
