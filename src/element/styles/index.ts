import type { CSSResult } from 'lit';
import { layout } from './layout.js';
import { preferences } from './preferences.js';
import { stage } from './stage.js';
import { tokens } from './tokens.js';

/** What the picture needs to begin with; the room brings its own. In the order of their say. */
export const styles: readonly CSSResult[] = [tokens, layout, stage, preferences];
