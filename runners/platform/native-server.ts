import { UnsupportedError } from "../../shared/unsupported-error.ts";
import type { LoopbackServer } from "../../shared/workloads/support/platform.ts";

type Answer = (request: Request) => Promise<Response>;

/** What is used here of the two servers; a port of 0 lets the system choose. */
interface Globals {
  readonly Bun?: {
    serve(options: { hostname: string; port: number; idleTimeout: number; fetch: Answer }): {
      readonly port: number;
      stop(closeConnections: boolean): Promise<void> | void;
    };
  };
  readonly Deno?: {
    serve(
      options: { hostname: string; port: number; onListen(): void },
      answer: Answer,
    ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
  };
}

const hostname = "127.0.0.1";

/** Starts `Bun.serve` or `Deno.serve`. */
export async function serveNatively(answer: Answer): Promise<LoopbackServer> {
  const { Bun, Deno } = globalThis as Globals;
  if (Bun !== undefined) {
    const server = Bun.serve({ hostname, port: 0, idleTimeout: 0, fetch: answer });
    return serverAt(server.port, async () => server.stop(true));
  }
  if (Deno !== undefined) {
    const server = Deno.serve({ hostname, port: 0, onListen() {} }, answer);
    return serverAt(server.addr.port, () => server.shutdown());
  }
  throw new UnsupportedError("it has no web server beside node:http");
}

function serverAt(port: number, close: () => Promise<void>): LoopbackServer {
  return { url: `http://${hostname}:${port}/`, close };
}
