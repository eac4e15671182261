/**
 * The folder of the file that this was built into; `undefined` in the source, as it stands here. The program that builds threads puts its
 * own text in the place of this file: see `scripts/driver/releases/build-threads.mjs`.
 */
export const builtFolder: string | undefined = undefined;
