import type { nothing, TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import type { Person } from '../render-context.js';

/** How one way of taking turns is shown: what is drawn, whatever the mode is called. */
export interface TurnsLook {
  /** Whether this is the visitor's moment: the turn bar stands out. */
  readonly mine: boolean;
  readonly clock: Clock | null;
  /** What the clock began with. */
  readonly wholeMs: number;
  readonly headline: string;
  readonly details: readonly string[];
  /** What the visitor can do about turns now. */
  readonly buttons: readonly Drawn[];
  /** What sending a prompt would do now; null for a visitor who has none to send: no composer. */
  readonly hint: string | null;
  /** What there is to choose from: a ballot, a draw, suggestions. */
  readonly panel: Drawn;
  /** Below everything the visitor does: what is seldom wanted. */
  readonly below: Drawn;
  /** Those who wait for a turn; null where nobody waits in person. */
  readonly line: LineLook | null;
}

export interface LineLook {
  readonly heading: string;
  readonly empty: string;
  /** The next few, first one first. */
  readonly next: readonly Person[];
  readonly waiting: number;
  /** The visitor's own place; null for somebody who does not wait. */
  readonly place: number | null;
}

export type Drawn = TemplateResult | typeof nothing;
