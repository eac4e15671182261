/** Whether a release, such as `2.7.6` or `2.7.6-rc.1`, is this one or a later one. */
export function isAtLeast(version: string, ...since: readonly number[]): boolean {
  const own = version.split(/[.+-]/).map(Number);
  for (const [index, least] of since.entries()) {
    const part = own[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
