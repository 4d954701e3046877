/** Life-cycle steps, for whoever wants to follow them; nothing is printed unless someone does. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  name: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export const silent: Log = () => {};
