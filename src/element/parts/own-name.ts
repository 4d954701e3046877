import { html, type LitElement, nothing } from 'lit';
import { charactersOf } from '../../protocol/graphemes.js';
import { NAME_UNITS_MAX } from '../../protocol/limits.js';
import { type Outcome, type Refusal, refuse } from '../../protocol/reasons.js';
import type { Drawn } from '../modes/mode-display.js';
import type { RoomContext, RoomUiPort } from '../ports.js';
import { type Language, tableOf } from '../words/language.js';
import { explain } from '../words/words.js';
import { isEmoji } from './faces.js';

/** What is said where somebody changes their own name. */
const english = {
  name: 'Your name',
  emoji: 'Your emoji',
  noEmoji: 'No emoji',
  save: 'Save',
};

export type NameWords = typeof english;

/** The same in a language. */
export function nameWordsFor(language: Language): NameWords {
  return tableOf(language, 'ownName', english);
}

/** One of them in front of the name is the face; nobody has to find an emoji on a keyboard. */
const EMOJI = ['🦊', '🐙', '🦉', '🐢', '🐝', '🦄', '🌵', '🍄', '🎈'] as const;

/** The form in which visitors change their own name, or the emoji in front of it. */
export class OwnName {
  private readonly host: LitElement;
  private readonly port: Pick<RoomUiPort, 'client' | 'options' | 'language'>;
  /** Why the last name was refused. */
  private refused: Refusal | null = null;

  constructor(host: LitElement, port: OwnName['port']) {
    this.host = host;
    this.port = port;
  }

  /** It is opened again. */
  reset(): void {
    this.refused = null;
  }

  /** Nothing where the site says who the visitor is. */
  draw({ you, words, connected }: RoomContext, done: () => void): Drawn {
    if (this.port.options?.token != null || !connected) return nothing;
    const own = nameWordsFor(this.port.language);
    const { refused } = this;
    return html`<form class="own-name" @submit=${(event: Event) => this.submitted(event, done)}>
      <label for="own-name">${own.name}</label>
      <input
        id="own-name"
        dir="auto"
        autocomplete="nickname"
        maxlength=${NAME_UNITS_MAX}
        .value=${you.name}
        aria-invalid=${refused === null ? 'false' : 'true'}
        aria-describedby=${refused === null ? nothing : 'own-name-why'}
      />
      <div class="emoji" role="group" aria-label=${own.emoji}>
        ${EMOJI.map((emoji) => html`<button type="button" class="plain" @click=${(event: Event) => lead(event, emoji)}>${emoji}</button>`)}
        <button type="button" class="plain" aria-label=${own.noEmoji} @click=${(event: Event) => lead(event, '')}>
          –
        </button>
      </div>
      <p class="problem" id="own-name-why" role="alert">
        ${refused === null ? nothing : explain(words, refused, null)}
      </p>
      <button class="primary">${own.save}</button>
    </form>`;
  }

  private async submitted(event: Event, done: () => void): Promise<void> {
    event.preventDefault();
    const input = fieldOf(event);
    const name = input?.value.trim() ?? '';
    const { client } = this.port;
    if (name === client?.view.you?.name) return done();
    const outcome: Outcome = (await client?.chooseName(name)) ?? refuse('offline');
    this.refused = outcome.ok ? null : outcome;
    if (outcome.ok) return done();
    this.host.requestUpdate();
    input?.focus();
  }
}

/** Puts an emoji in front of the name in the field, in place of the one that is there. */
function lead(event: Event, emoji: string): void {
  const input = fieldOf(event);
  if (input === null) return;
  const name = input.value.trim();
  const [first = ''] = charactersOf(name);
  const rest = isEmoji(first) ? name.slice(first.length).trimStart() : name;
  input.value = emoji === '' ? rest : `${emoji} ${rest}`;
}

function fieldOf({ currentTarget }: Event): HTMLInputElement | null {
  const form = (currentTarget as HTMLElement).closest('form');
  return form?.querySelector<HTMLInputElement>('input') ?? null;
}
