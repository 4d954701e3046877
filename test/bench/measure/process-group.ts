import { readdirSync, readFileSync } from 'node:fs';

/** What all processes of a group have used (Linux). */
export interface GroupUse {
  readonly cpuMs: number;
  readonly memoryMB: number;
}

/** The kernel counts in ticks of 10 ms and pages of 4 KiB. */
const MS_PER_TICK = 10;
const MB_PER_PAGE = 4 / 1024;

export function useOf(group: number): GroupUse {
  let ticks = 0;
  let pages = 0;
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(name) : null;
    if (fields === null || Number(fields[2]) !== group) continue;
    ticks += Number(fields[11]) + Number(fields[12]);
    pages += Number(fields[21]);
  }
  return { cpuMs: ticks * MS_PER_TICK, memoryMB: pages * MB_PER_PAGE };
}

/** The fields behind the command's name, which may hold anything; null for a process that has gone. */
function statOf(pid: string): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
