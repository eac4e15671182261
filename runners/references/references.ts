import { go } from "./go.ts";
import { python } from "./python.ts";
import type { Reference } from "./reference.ts";

/** The reference runtimes, by name. */
export const references: Readonly<Record<string, Reference>> = { python, go };
