export function withPinnedNode(script: string, main: (args: string[]) => Promise<number>): Promise<void>;
