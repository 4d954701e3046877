import { html, nothing } from 'lit';
import { type Actions, isLive, type RoomFrame } from '../frame.js';
import type { Drawn } from '../turns-look.js';

/** What a visitor may do about turns right now; without a line to the room, nothing. */
export function buttons(frame: RoomFrame, actions: Actions): readonly Drawn[] {
  const { you, words, connected } = frame;
  if (!connected) return [];
  switch (you.standing.state) {
    case 'offered':
      return [
        html`<button class="call" data-main @click=${actions.claimTurn}>${words.claim}</button>`,
        html`<button @click=${actions.passTurn}>${words.notNow}</button>`,
      ];
    case 'active':
      return [
        moreTime(frame, actions),
        html`<button @click=${actions.passTurn}>${words.done}</button>`,
      ];
    case 'waiting':
      return [
        skip(frame, actions),
        html`<button data-main @click=${actions.releaseTurn}>${words.leaveLine}</button>`,
      ];
    default:
      return [
        skip(frame, actions),
        you.role === 'viewer'
          ? nothing
          : html`<button class="primary" data-main @click=${actions.takeTurn}>${words.takeTurn}</button>`,
      ];
  }
}

/** Only a turn with a clock can be made longer. */
export function moreTime({ you, words }: RoomFrame, actions: Actions): Drawn {
  const { standing } = you;
  const can = standing.state === 'active' && standing.clock !== null && standing.extensionsLeft > 0;
  return can ? html`<button @click=${actions.extendTurn}>${words.moreTime}</button>` : nothing;
}

/** Left out where it could never succeed: too few are here to reach the votes it needs. */
export function skip(frame: RoomFrame, actions: Actions): Drawn {
  const { room, you, words, time } = frame;
  const { holder, skip: wish } = room.turns;
  if (holder === null || wish === null || !isLive(frame)) return nothing;
  if (room.audience.watching - 1 < wish.needed) return nothing;
  const early = time.until(wish.openAt) > 0;
  const idle = early || you.skipVoted;
  return html`<button
    aria-disabled=${idle ? 'true' : 'false'}
    @click=${idle ? nothing : actions.skipVote}
  >
    ${you.skipVoted ? words.skipped : words.skip(wish.votes, wish.needed)}
  </button>`;
}
