/** Arguments without some options that take a value: `--out DIR` and `--out=DIR`. */
export function withoutOptions(args: readonly string[], ...names: readonly string[]): string[] {
  const typed = names.map((name) => `--${name}`);
  return args.filter(
    (argument, index) =>
      !typed.some((name) => argument === name || argument.startsWith(`${name}=`)) &&
      !typed.includes(args[index - 1] ?? ""),
  );
}
