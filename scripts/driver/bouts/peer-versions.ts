import project from "../../../package.json" with { type: "json" };

/** Of the executors that are packages of others, the versions, for `environment.json`; nothing if there are none. */
export function peerVersions(executors: readonly string[]): { readonly peers?: Record<string, string> } {
  const pinned: Readonly<Record<string, string>> = project.devDependencies;
  const peers = executors.filter((name) => Object.hasOwn(pinned, name));
  if (peers.length === 0) return {};
  return { peers: Object.fromEntries(peers.map((name) => [name, pinned[name] ?? ""])) };
}
