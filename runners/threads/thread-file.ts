/**
 * What threads of a runtime load: one built file, and where nothing has been built, the source. That takes a thread longer to load.
 *
 * @param source the path of the source beside `runners/`, such as `node/worker.ts`
 * @throws {Error} if a bundler has left both behind
 */
export function threadFile(built: string, source: string, exists: (file: URL) => boolean): URL {
  const file = new URL(`built/${built}`, import.meta.url);
  if (exists(file)) return file;
  const unbuilt = new URL(`../${source}`, import.meta.url);
  if (exists(unbuilt)) return unbuilt;
  throw new Error(
    `Cannot start a worker: no file ${file.href}. A program that is bundled has to leave "worker-matrix" out of the bundle: ` +
      'mark it as external, and see "Bundling" in its README',
  );
}
