export function withPinnedNode(script: string, main: (args: string[]) => Promise<number>): Promise<void>;

/** The path of the Node that `npm ci` brought, or `undefined` where there is none for this platform. */
export function pinnedNode(): string | undefined;
