import { nothing } from 'lit';
import type { RoundView } from '../../protocol/view.js';
import { batonLook } from './baton.js';
import { curatedLook } from './curated.js';
import type { ModeFrame } from './mode-context.js';
import { type ModeLook, wholeLook } from './mode-look.js';
import { openLook, stageLook } from './open.js';
import { otherLook } from './other.js';
import { raffleLook } from './raffle.js';
import { switching } from './switching.js';
import type { TurnsLook } from './turn-display.js';
import { voteLook } from './vote.js';

const ROUNDS: ReadonlyMap<string, (frame: ModeFrame, round: RoundView) => ModeLook> = new Map([
  ['vote', voteLook],
  ['raffle', raffleLook],
  ['curated', curatedLook],
]);

const PROMPTS: ReadonlyMap<string, (frame: ModeFrame) => ModeLook> = new Map([
  ['open', openLook],
  ['stage', stageLook],
]);

/** What a visitor sees of the turns, whatever the mode is called: a site may have its own. */
export function lookOf(frame: ModeFrame): TurnsLook {
  const look = knownLook(frame) ?? unknownLook(frame);
  return { ...look, below: switching(frame) };
}

function knownLook(frame: ModeFrame): TurnsLook | null {
  const { round, asking, mode } = frame.room.turns;
  const ofRound = round === null ? undefined : ROUNDS.get(mode)?.(frame, round);
  const look = ofRound ?? PROMPTS.get(mode)?.(frame);
  if (look !== undefined) return wholeLook(look);
  return asking === null ? null : wholeLook(batonLook(frame, asking));
}

/** A line as far as there is one, with the proposals of a round if there are any. */
function unknownLook(frame: ModeFrame): TurnsLook {
  const { round, holder, waiting } = frame.room.turns;
  const line = otherLook(frame);
  if (round === null) return line;
  const look = voteLook(frame, round);
  const hasLine = holder !== null || waiting > 0;
  return hasLine ? { ...line, panel: look.panel ?? nothing } : wholeLook(look);
}
