export function buildThreads(): Promise<void>;
export declare const builtFolder: string;
