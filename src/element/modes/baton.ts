import type { TurnsOf } from '../../protocol/view.js';
import type { Announcements } from '../announcer.js';
import type { Act, TurnBar } from '../parts/bar-state.js';
import { isLive, isRunning } from '../ports.js';
import { type ModeFrame, type ModeParts, type TurnsChange, timeLeft } from './mode-display.js';
import { activeBar, holderLook, moreTime } from './queue.js';

type Baton = TurnsOf<'baton'>;
type Contest = Baton['asking']['contest'];

/** One holds the baton for as long as it is used; the others ask, and the holder gives. */
export const baton: ModeParts<Baton> = {
  look(frame, turns) {
    const { room, you } = frame;
    const say = frame.say.baton;
    const { standing } = you;
    const { holder, asking } = turns;
    const { contest } = asking;
    return {
      bar: standing.state === 'active' ? mine(frame, standing, contest) : others(frame, turns),
      acts: acts(frame, turns),
      line: {
        heading: say.line,
        holder: holder && {
          ...holderLook(holder, frame),
          ...(contest && { clock: contest.clock, wholeMs: room.rules.takeSeconds * 1000 }),
        },
        next: asking.next,
        waiting: asking.waiting,
        place: standing.state === 'asking' ? standing.place : null,
      },
    };
  },

  news: (change) =>
    contestNews(
      { holder: change.was?.holder ?? null, contest: change.was?.asking.contest ?? null },
      { holder: change.is.holder, contest: change.is.asking.contest },
      change,
    ),
};

type Contested = Pick<Baton, 'holder'> & { contest: Contest };

/** Somebody would take the baton, or its holder has answered; a new holder is told of as always. */
export function contestNews(
  was: Contested,
  { holder, contest }: Contested,
  { after, say: all, inWords }: Pick<TurnsChange<unknown>, 'after' | 'say' | 'inWords'>,
): Announcements {
  const say = all.baton;
  const nothing: Announcements = { polite: [], assertive: null };
  if (holder === null || contest?.by.id === was.contest?.by.id) return nothing;
  const mine = holder.id === after.you?.id;
  if (contest === null) {
    if (was.holder?.id !== holder.id) return nothing;
    return mine
      ? { polite: [], assertive: '' }
      : { polite: [say.kept(holder.name)], assertive: null };
  }
  return mine
    ? { polite: [], assertive: say.contested(contest.by.name, inWords(contest.clock)) }
    : { polite: [say.contestedOf(contest.by.name, holder.name)], assertive: null };
}

/** The holder's own: what they write goes to the world, and is an answer as well. */
function mine(
  frame: ModeFrame,
  standing: Parameters<typeof activeBar>[1],
  contest: Contest,
): TurnBar {
  const { room, words, actions } = frame;
  const say = frame.say.baton;
  const bar = activeBar(frame, standing);
  if (contest === null) return bar.line === words.bar.up ? { ...bar, line: say.mine } : bar;
  const left = timeLeft(contest.clock, frame);
  const { name } = contest.by;
  const line = left === null ? say.wantsStill(name) : say.wantsMine(name, left);
  return {
    ...bar,
    line,
    written: line,
    warning: null,
    empty: { label: say.keep, run: actions.keepTurn },
    clock: { clock: contest.clock, wholeMs: room.rules.takeSeconds * 1000 },
    ends: [...(bar.ends ?? []), contest.clock],
  };
}

function others(frame: ModeFrame, { holder, asking }: Baton): TurnBar {
  const { you, words, actions } = frame;
  const say = frame.say.baton;
  const { standing } = you;
  const { send } = words.bar;
  if (holder === null) {
    const line = isLive(frame) ? say.free : words.bar.waitsForOpening;
    return { kind: 'free', line, send, empty: { label: say.take, run: actions.takeTurn } };
  }
  const contested = asking.contest && contestTold(frame, asking.contest, holder.name);
  if (standing.state === 'asking') {
    const place = standing.place === 1 ? say.askingNext : say.asking(words.place(standing.place));
    return { kind: 'resting', line: contested ?? place, send };
  }
  // What is written stays until the baton comes: without it no prompt is taken.
  const ask = { label: say.ask, run: actions.takeTurn };
  return {
    kind: 'join',
    line: contested ?? say.held(holder.name),
    send: say.ask,
    empty: ask,
    asks: ask,
  };
}

function contestTold(
  frame: ModeFrame,
  { by, clock }: NonNullable<Contest>,
  holder: string,
): string {
  const say = frame.say.baton;
  const left = timeLeft(clock, frame);
  if (left === null || !isRunning(clock)) return say.wantsStill(by.name);
  return by.id === frame.you.id
    ? say.youWant(holder, left)
    : say.wantsTheirs(by.name, holder, left);
}

function acts(frame: ModeFrame, { holder, asking }: Baton): readonly Act[] {
  const { you, connected, actions } = frame;
  const say = frame.say.baton;
  const { standing } = you;
  if (!connected) return [];
  if (standing.state === 'active') return holderActs(frame, asking);
  if (you.role === 'viewer' || holder === null) return [];
  const contest = asking.contest === null ? [{ label: say.contest, run: actions.contest }] : [];
  return standing.state === 'asking'
    ? [...contest, { label: say.stop, run: actions.releaseTurn }]
    : contest;
}

function holderActs(frame: ModeFrame, { waiting }: Baton['asking']): readonly Act[] {
  const { actions } = frame;
  const say = frame.say.baton;
  return [
    ...moreTime(frame, actions),
    waiting > 0
      ? { label: say.pass, run: actions.passTurn }
      : { label: say.putDown, run: actions.releaseTurn },
  ];
}
