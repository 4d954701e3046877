import type { TurnMode } from '../../protocol/rules.js';
import { modeDisplay, TURN_MODE_DISPLAY } from '../../protocol/turn-modes.js';
import { type Language, tableOf } from '../words/language.js';

/** What the ways of taking turns are called, and how a prompt gets through in each. */
export type ModeNames = Readonly<
  Record<TurnMode, { readonly name: string; readonly sentence: string }>
>;

export function modeNamesFor(language: Language): ModeNames {
  return tableOf<ModeNames>(language, 'modeNames', TURN_MODE_DISPLAY);
}

/** What a mode is called; one that a site has added, by the name that the site gave it. */
export function modeName(mode: string, names: ModeNames): string {
  return namesOf(mode, names)?.name ?? modeDisplay(mode).name;
}

/** How a prompt gets through in it; null for one that a site has added. */
export function modeSentence(mode: string, names: ModeNames): string | null {
  return namesOf(mode, names)?.sentence ?? null;
}

function namesOf(mode: string, names: ModeNames): ModeNames[TurnMode] | undefined {
  const known: Readonly<Record<string, ModeNames[TurnMode]>> = names;
  return Object.hasOwn(known, mode) ? known[mode] : undefined;
}
