import { silent } from '../../src/client/client-options.js';
import { Conductor } from '../../src/conductor/conductor.js';
import type { ConductorReport } from '../../src/protocol/conducting.js';
import { FakeClock, settle } from './fake-clock.js';
import { CREDENTIALS, fakeSessions, STREAM } from './fake-session.js';

/** A conductor between a room and a service that the test plays. */
export function setUpConductor() {
  const clock = new FakeClock();
  const sessions = fakeSessions();
  const reports: ConductorReport[] = [];
  const room = {
    isThere: true,
    leases: new Set<number>(),
    now: () => clock.now(),
    report(report: ConductorReport) {
      if (room.isThere) reports.push(report);
      return room.isThere;
    },
  };
  const conductor = new Conductor({ room, openSession: sessions.open, clock, log: silent });
  const open = (epoch: number) =>
    conductor.handle({
      command: 'open',
      epoch,
      credentials: CREDENTIALS,
    });
  const start = (epoch: number, prompt = 'a harbour', withFrame = false) =>
    conductor.handle({ command: 'start', epoch, prompt, portrait: false, withFrame });
  const perform = (
    promptId: string,
    epoch = 1,
    timeoutMs = 15_000,
    until = Number.MAX_SAFE_INTEGER,
  ) => {
    const text = `do ${promptId}`;
    conductor.handle({ command: 'perform', epoch, promptId, text, timeoutMs, until });
  };
  const end = (epoch: number) => conductor.handle({ command: 'end', epoch });
  const said = (which: ConductorReport['report']) =>
    reports.filter(({ report }) => report === which);
  const outcomes = () =>
    reports.flatMap((report) =>
      report.report === 'performed' ? [[report.promptId, report.outcome] as const] : [],
    );
  return { clock, sessions, reports, room, conductor, open, start, perform, end, said, outcomes };
}

/** The same, with a stream that runs. */
export async function liveConductor() {
  const set = setUpConductor();
  set.open(1);
  await settle();
  const session = set.sessions.all[0]!;
  session.connected.resolve();
  await settle();
  set.start(1);
  await settle();
  session.started.resolve(STREAM);
  await settle();
  return { ...set, session };
}
