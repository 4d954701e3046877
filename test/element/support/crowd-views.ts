import type { ClientView } from '../../../src/client/index.js';
import type { Choice, TurnsOf } from '../../../src/protocol/view.js';
import { roundView } from './mode-views.js';
import { HELD, NOW, roomView, view } from './views.js';

export const change = (index: number) => ({
  id: `c${index}`,
  name: `Visitor ${index}`,
  text: `Something happens for the ${index}th time, and it takes some words to say what`,
  appliedText: '',
  at: NOW - 60_000 + index,
});
const person = (index: number) => ({ id: `p-${index}`, name: `Visitor ${index}` });

/** What others do: fifty prompts, twelve proposals, twenty who line up. */
export function crowd(): ClientView[] {
  const prompts = Array.from({ length: 50 }, (_, index) =>
    view({
      room: roomView({
        turns: HELD,
        changes: Array.from({ length: Math.min(index + 1, 20) }, (_each, at) =>
          change(Math.max(0, index - 19) + at),
        ),
        performing: index % 2 === 0 ? { ...person(index), text: change(index).text } : null,
      }),
    }),
  );
  const joins = Array.from({ length: 20 }, (_, index) => {
    const waiting = index + 1;
    const next = Array.from({ length: Math.min(waiting, 5) }, (_each, at) => person(at));
    const forecast = { turnEndsAt: NOW + 18_000, lineMs: waiting * 22_000 };
    return view({
      room: roomView({ turns: { ...HELD, waiting, next, forecast } as TurnsOf<'queue'> }),
    });
  });
  const choices: Choice[] = [];
  const proposals = Array.from({ length: 12 }, (_, index) => {
    choices.push({
      id: `x${index}`,
      by: `Visitor ${index}`,
      text: change(index).text,
      votes: index,
    });
    const phase = index < 6 ? ('propose' as const) : ('vote' as const);
    return roundView('vote', { phase, choices: [...choices] });
  });
  return [...prompts, ...joins, ...proposals];
}
