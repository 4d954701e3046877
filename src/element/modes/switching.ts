import type { Act } from '../parts/bar-state.js';
import { type ModeFrame, offers } from './mode-display.js';
import { modeName } from './mode-names.js';

/** The crowd's wish for another way of taking turns: seldom wanted. */
export function switching(frame: ModeFrame): readonly Act[] {
  const { room, actions, names } = frame;
  const say = frame.say.switching;
  const { switching: ways, mode } = room.turns;
  if (ways === null || ways.length === 0 || !offers(frame)) return [];
  const votes = ways.map((way) => ({
    label: say.vote(modeName(way.to, names), way.votes, way.needed),
    run: () => actions.switchTo(way.to),
  }));
  if (ways.every((way) => way.votes === 0)) return votes;
  return [...votes, { label: say.stay(modeName(mode, names)), run: () => actions.switchTo(mode) }];
}
