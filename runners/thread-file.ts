/**
 * What threads of a runtime load, from `runners/threads/`.
 *
 * @throws {Error} if a bundler has left that behind
 */
export function threadFile(name: string, exists: (file: URL) => boolean): URL {
  const file = new URL(`threads/${name}`, import.meta.url);
  if (exists(file)) return file;
  throw new Error(
    `Cannot start a worker: no file ${file.href}. A program that is bundled has to leave "worker-matrix" out of the bundle: ` +
      'mark it as external, and see "Bundling" in its README',
  );
}
