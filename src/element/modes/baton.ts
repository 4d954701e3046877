import { html, nothing } from 'lit';
import type { TurnsOf } from '../../protocol/view.js';
import type { Announcements } from '../announcer.js';
import { moreTime } from '../parts/turn-bar.js';
import { isLive, isRunning } from '../render-context.js';
import {
  type Drawn,
  type ModeFrame,
  type ModeParts,
  type TurnsChange,
  timeLeft,
} from './mode-display.js';
import { activeHint, idleWarning, lastTurn } from './queue.js';

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
    const clock = contest?.clock ?? (standing.state === 'active' ? standing.clock : holder?.clock);
    const { takeSeconds, turnSeconds } = room.rules;
    return {
      mine: standing.state === 'active',
      clock: clock ?? null,
      wholeMs: (contest === null ? turnSeconds : takeSeconds) * 1000,
      headline: headline(frame, turns),
      details: details(frame, turns),
      buttons: buttons(frame, turns),
      hint: hint(frame, turns),
      line: {
        heading: say.line,
        empty: say.nobodyAsks,
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

function headline({ you, say: all }: ModeFrame, { holder, asking: { contest } }: Baton): string {
  const say = all.baton;
  const { standing } = you;
  if (standing.state === 'active') return contest === null ? say.mine : say.wants(contest.by.name);
  if (holder === null) return say.free;
  if (contest !== null && contest.by.id !== you.id) return say.wants(contest.by.name);
  return standing.state === 'asking' ? say.asking(standing.place) : say.holds(holder.name);
}

function details(frame: ModeFrame, { holder, asking }: Baton): string[] {
  const { you, words } = frame;
  const say = frame.say.baton;
  const { standing } = you;
  const lines: (string | null)[] = [];
  if (asking.contest !== null) lines.push(contestTold(frame, asking.contest, holder?.name ?? ''));
  else if (standing.state === 'active') lines.push(idleWarning(frame) ?? say.mineHint);
  else if (holder === null) lines.push(isLive(frame) ? say.freeHint : words.turnsPause);
  else lines.push(standing.state === 'asking' ? say.holds(holder.name) : say.contestHint);
  lines.push(lastTurn(frame));
  return lines.filter((text) => text !== null);
}

function contestTold(
  frame: ModeFrame,
  { by, clock }: NonNullable<Contest>,
  holder: string,
): string {
  const say = frame.say.baton;
  const left = timeLeft(clock, frame);
  if (left === null || !isRunning(clock)) return say.wantsStill;
  if (frame.you.standing.state === 'active') return say.wantsMine(left);
  return by.id === frame.you.id ? say.youWant(holder, left) : say.wantsTheirs(holder, left);
}

function buttons(frame: ModeFrame, { holder, asking }: Baton): readonly Drawn[] {
  const { you, connected, actions } = frame;
  const say = frame.say.baton;
  const { standing } = you;
  if (!connected) return [];
  if (standing.state === 'active') return holderButtons(frame, asking);
  if (you.role === 'viewer') return [];
  if (holder === null) {
    return [
      html`<button class="primary" data-main @click=${actions.takeTurn}>${say.take}</button>`,
    ];
  }
  return [
    asking.contest === null
      ? html`<button @click=${actions.contest}>${say.contest}</button>`
      : nothing,
    standing.state === 'asking'
      ? html`<button data-main @click=${actions.releaseTurn}>${say.stop}</button>`
      : html`<button class="primary" data-main @click=${actions.takeTurn}>${say.ask}</button>`,
  ];
}

function holderButtons(
  frame: ModeFrame,
  { contest, next, waiting }: Baton['asking'],
): readonly Drawn[] {
  const { actions } = frame;
  const say = frame.say.baton;
  if (contest !== null) {
    const asks = next.some(({ id }) => id === contest.by.id);
    return [
      html`<button class="call" data-main @click=${actions.keepTurn}>${say.keep}</button>`,
      asks
        ? html`<button @click=${() => actions.passTo(contest.by.id)}>
            ${say.giveTo(contest.by.name)}
          </button>`
        : nothing,
    ];
  }
  return [
    moreTime(frame, actions),
    waiting > 0
      ? html`<button @click=${actions.passTurn}>${say.pass}</button>`
      : html`<button @click=${actions.releaseTurn}>${say.putDown}</button>`,
  ];
}

function hint(frame: ModeFrame, { holder }: Baton): string | null {
  const { you, words } = frame;
  const say = frame.say.baton;
  const { standing } = you;
  if (you.role === 'viewer') return null;
  if (standing.state === 'active') return activeHint(frame, standing.promptsLeft);
  if (standing.state === 'asking') return say.hintAsking;
  if (holder !== null) return say.hintHeld(holder.name);
  return isLive(frame) ? say.hintFree : words.hint.closed;
}
