import { getSystemErrorMap } from "node:util";

/** The system's words for one of its error numbers. */
export function systemErrorText(errno: number): string {
  return getSystemErrorMap().get(errno)?.[1] ?? `system error ${errno}`;
}
