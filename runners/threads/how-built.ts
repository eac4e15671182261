// How this copy of the library was made. As it stands here it is the source; the programs that build threads and packages put a text of
// their own in the place of this file: see `scripts/driver/releases/build-threads.mjs` and `scripts/driver/project/library-package.ts`.

/** The folder of the file that this was built into; `undefined` in the source, and in a package. */
export const builtFolder: string | undefined = undefined;

/** Whether this is a package: everybody finds the name `worker-matrix` among those installed, and only the runtime itself strips types. */
export const isPackage: boolean = false;
