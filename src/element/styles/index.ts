import type { CSSResult } from 'lit';
import { buttons } from './buttons.js';
import { layout } from './layout.js';
import { preferences } from './preferences.js';
import { stage } from './stage.js';
import { tokens } from './tokens.js';

/** What the picture needs; the panels bring their own. In the order of their say. */
export const styles: readonly CSSResult[] = [tokens, layout, stage, buttons, preferences];
