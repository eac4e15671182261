/** The same function, which remembers its last answer: asked again with the same arguments, it does not compute. */
export function rememberLast<Args extends readonly (string | number)[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (last === undefined || last.args.some((arg, index) => arg !== args[index])) {
      last = { args, result: compute(...args) };
    }
    return last.result;
  };
}
