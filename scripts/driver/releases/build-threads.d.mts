export function buildThreads(): Promise<void>;
export declare const builtFolder: string;
export declare function withPlainDefaults(text: string): string;
