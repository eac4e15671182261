/**
 * Calls back when the signal aborts, until the function that this gives is called. However many follow a signal, it has one
 * listener of ours, and none when they are through: Node warns of more than ten.
 */
export function followSignal(signal: AbortSignal, aborted: () => void): () => void {
  const followers = following.get(signal) ?? listen(signal);
  // Somebody may follow twice with the same function.
  const follower = (): void => aborted();
  followers.add(follower);
  return () => {
    followers.delete(follower);
    if (followers.size > 0 || following.get(signal) !== followers) return;
    following.delete(signal);
    signal.removeEventListener("abort", followers.heard);
  };
}

/** Those who follow a signal. */
class Followers extends Set<() => void> {
  readonly heard = (): void => {
    for (const follower of this) follower();
  };
}

function listen(signal: AbortSignal): Followers {
  const followers = new Followers();
  following.set(signal, followers);
  signal.addEventListener("abort", followers.heard);
  return followers;
}

const following = new WeakMap<AbortSignal, Followers>();
