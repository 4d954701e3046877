import type { Outside } from '../room/input.js';
import type { Step } from '../room/step-context.js';
import { auditRoom } from './audit.js';

/** Writes down when something outside the room stops answering, and when it answers again. */
export function heardFromOutside(step: Step, what: Outside, answers: boolean): void {
  const { meta } = step.state;
  if (answers !== meta.silent.includes(what)) return;
  meta.silent = answers ? meta.silent.filter((other) => other !== what) : [...meta.silent, what];
  auditRoom(step, answers ? 'answers-again' : 'answers-not', what);
}
