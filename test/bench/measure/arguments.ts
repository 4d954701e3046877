/** Reads `--name value` pairs over defaults; whatever is not among those is a mistake. */
export function readArguments<Defaults extends Readonly<Record<string, number | string>>>(
  defaults: Defaults,
  args: readonly string[] = process.argv.slice(2),
): { [Name in keyof Defaults]: Defaults[Name] extends number ? number : string } {
  const values: Record<string, number | string> = { ...defaults };
  for (let at = 0; at < args.length; at += 2) {
    const name = (args[at] ?? '').replace(/^--/, '');
    const given = args[at + 1];
    const standard = defaults[name];
    if (standard === undefined || given === undefined) {
      const known = Object.entries(defaults).map(([key, value]) => `--${key} ${value}`);
      throw new Error(`What is "${args[at]}"? Known, with their defaults: ${known.join(' ')}`);
    }
    values[name] = typeof standard === 'number' ? Number(given) : given;
  }
  return values as ReturnType<typeof readArguments<Defaults>>;
}
