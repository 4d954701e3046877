import { html, nothing } from 'lit';
import type { TurnsView } from '../../protocol/view.js';
import { moreTime } from '../parts/turn-bar.js';
import { isLive } from '../render-context.js';
import { isRunning } from '../words/durations.js';
import { type ModeFrame, timeLeft } from './mode-context.js';
import type { ModeLook } from './mode-look.js';
import { activeHint, idleWarning, lastTurn } from './queue.js';
import type { Drawn } from './turn-display.js';

type Asking = NonNullable<TurnsView['asking']>;

/** One holds the baton for as long as it is used; the others ask, and the holder gives. */
export function batonLook(frame: ModeFrame, asking: Asking): ModeLook {
  const { room, you, modeWords } = frame;
  const { standing } = you;
  const say = modeWords.baton;
  const { holder } = room.turns;
  const { contest } = asking;
  const clock = contest?.clock ?? (standing.state === 'active' ? standing.clock : holder?.clock);
  const { takeSeconds, turnSeconds } = room.rules;
  return {
    mine: standing.state === 'active',
    clock: clock ?? null,
    wholeMs: (contest === null ? turnSeconds : takeSeconds) * 1000,
    headline: headline(frame, asking),
    details: details(frame, asking),
    buttons: buttons(frame, asking),
    hint: hint(frame),
    line: {
      heading: say.line,
      empty: say.nobodyAsks,
      next: asking.next,
      waiting: asking.waiting,
      place: standing.state === 'asking' ? standing.place : null,
    },
  };
}

function headline({ room, you, modeWords }: ModeFrame, { contest }: Asking): string {
  const say = modeWords.baton;
  const { standing } = you;
  const { holder } = room.turns;
  if (standing.state === 'active') return contest === null ? say.mine : say.wants(contest.by.name);
  if (holder === null) return say.free;
  if (contest !== null && contest.by.id !== you.id) return say.wants(contest.by.name);
  return standing.state === 'asking' ? say.asking(standing.place) : say.holds(holder.name);
}

function details(frame: ModeFrame, asking: Asking): string[] {
  const { room, you, modeWords, words } = frame;
  const say = modeWords.baton;
  const { standing } = you;
  const { holder } = room.turns;
  const lines: (string | null)[] = [];
  if (asking.contest !== null) lines.push(contestTold(frame, asking.contest));
  else if (standing.state === 'active') lines.push(idleWarning(frame) ?? say.mineHint);
  else if (holder === null) lines.push(isLive(frame) ? say.freeHint : words.turnsPause);
  else lines.push(standing.state === 'asking' ? say.holds(holder.name) : say.contestHint);
  lines.push(lastTurn(frame));
  return lines.filter((text) => text !== null);
}

function contestTold(frame: ModeFrame, { by, clock }: NonNullable<Asking['contest']>): string {
  const say = frame.modeWords.baton;
  const left = timeLeft(clock, frame);
  const holder = frame.room.turns.holder?.name ?? '';
  if (left === null || !isRunning(clock)) return say.wantsStill;
  if (frame.you.standing.state === 'active') return say.wantsMine(left);
  return by.id === frame.you.id ? say.youWant(holder, left) : say.wantsTheirs(holder, left);
}

function buttons(frame: ModeFrame, asking: Asking): readonly Drawn[] {
  const { room, you, connected, actions } = frame;
  const { standing } = you;
  const say = frame.modeWords.baton;
  if (!connected) return [];
  if (standing.state === 'active') return holderButtons(frame, asking);
  if (you.role === 'viewer') return [];
  if (room.turns.holder === null) {
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

function holderButtons(frame: ModeFrame, { contest, next, waiting }: Asking): readonly Drawn[] {
  const { actions, modeWords } = frame;
  const say = modeWords.baton;
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

function hint(frame: ModeFrame): string | null {
  const { you, room, modeWords, words } = frame;
  const say = modeWords.baton;
  const { standing } = you;
  if (you.role === 'viewer') return null;
  if (standing.state === 'active') return activeHint(frame, standing.promptsLeft);
  if (standing.state === 'asking') return say.hintAsking;
  const { holder } = room.turns;
  if (holder !== null) return say.hintHeld(holder.name);
  return isLive(frame) ? say.hintFree : words.hint.closed;
}
