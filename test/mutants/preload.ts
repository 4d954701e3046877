import { writeFileSync } from 'node:fs';

/** Comes before a test: says which mutant is alive in its process, and notes which ones it reaches. */
const { MUTANT, NOTES } = process.env;
const alive = Number(MUTANT);
const reached = new Set<number>();

Object.assign(globalThis, {
  isMutant(id: number): boolean {
    reached.add(id);
    return id === alive;
  },
});

process.on('exit', () => {
  if (NOTES === undefined) return;
  const { user, system } = process.cpuUsage();
  writeFileSync(NOTES, JSON.stringify({ reached: [...reached], seconds: (user + system) / 1e6 }));
});
