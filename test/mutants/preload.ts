import { writeFileSync } from 'node:fs';
import { beforeEach } from 'node:test';

/** What the start of a file, without a name, or one of its tests costs, and which mutants it reaches. */
export interface Note {
  readonly name: string;
  readonly seconds: number;
  readonly reached: readonly number[];
}

/** Comes before a file of tests: says which mutant is alive, and notes which ones each test reaches. */
const { MUTANT, NOTES } = process.env;
const alive = Number(MUTANT);
let reached = new Set<number>();

Object.assign(globalThis, {
  isMutant(id: number): boolean {
    reached.add(id);
    return id === alive;
  },
});

if (NOTES !== undefined) {
  const file = { reached, seconds: seconds() };
  const notes = [{ name: '', ...file }];
  beforeEach((test) => {
    end();
    reached = new Set();
    notes.push({ name: 'name' in test ? test.name : '', reached, seconds: seconds() });
  });
  process.on('exit', () => {
    end();
    const inJson: Note[] = notes.map((note) => ({ ...note, reached: [...note.reached] }));
    writeFileSync(NOTES, JSON.stringify(inJson));
  });

  /** What the last one has cost. */
  function end(): void {
    const last = notes.at(-1);
    if (last !== undefined) last.seconds = seconds() - last.seconds;
  }
}

/** What the process has cost so far. */
function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
