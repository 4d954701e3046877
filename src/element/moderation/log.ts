import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LOCKABLE } from '../../protocol/acts.js';
import { REASONS } from '../../protocol/reasons.js';
import type { AuditEntry } from '../../protocol/records.js';
import { ago, type Panel, stretch } from './panel.js';

/** How long the newest time said stays true, at most. */
const MINUTE_MS = 60_000;

/** Who did what to whom, why and when, newest first. */
export function log(panel: Panel): TemplateResult {
  const { desk, say, time } = panel;
  const newest = desk.audit.at(-1);
  if (newest === undefined) return html`<p class="quiet">${say.noLog}</p>`;
  // Reading a countdown asks to be drawn again: the newest time is the first to become untrue.
  time.until(newest.at + MINUTE_MS);
  return html`<ol class="rows tall plain" tabindex="0" aria-label=${say.log}>
    ${repeat(
      [...desk.audit].reverse(),
      ({ no }) => no,
      (entry) => row(entry, panel),
    )}
  </ol>`;
}

function row(entry: AuditEntry, panel: Panel): TemplateResult {
  const { say, time, words } = panel;
  const { by, act, to, at, why, until } = entry;
  const lasting =
    until === null || until === 0 || until <= at
      ? ''
      : ` (${say.lasting(stretch(until - at, words.locale))})`;
  return html`<li>
    <div class="tell">
      <div><span class="name">${by?.name ?? say.theRoom}</span> ${say.deed(act, to?.name ?? '', about(entry, panel))}${lasting}</div>
      ${why === '' ? nothing : html`<div class="why">${why}</div>`}
    </div>
    <span class="quiet">${ago(time.now() - at, say.justNow, words.locale)}</span>
  </li>`;
}

/** What an act was about, in words wherever the room wrote down a code. */
function about({ act, about }: AuditEntry, { say, words }: Panel): string {
  if (about === null) return '';
  if (act === 'rules') return rulesInWords(about, say);
  const lockable = LOCKABLE.find((name) => name === about);
  if (lockable !== undefined) return say.lockables[lockable].name.toLowerCase();
  const reason = REASONS.find((name) => name === about);
  return reason === undefined ? about : words.reasons[reason](null);
}

/** As it stands where the room had to shorten it. */
function rulesInWords(about: string, say: Panel['say']): string {
  try {
    const rules = Object.entries(JSON.parse(about) as Record<string, unknown>);
    return rules.map(([name, value]) => say.rule(name, String(value))).join(', ');
  } catch {
    return about;
  }
}
