import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { charactersOf } from '../../protocol/graphemes.js';
import { holderOf, type Person } from '../../protocol/view.js';
import type { TurnsLook } from '../modes/mode-display.js';
import type { RoomContext } from '../ports.js';
import { clockRing } from './clock.js';

/** How many colours tell people apart; a page's own are not among them. */
export const HUES = 12;

/** The colour of a person: it stays theirs under another name, and another's of that name differs. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}

/** Whether a character, as a reader calls it, is a picture. */
export function isEmoji(character: string): boolean {
  return /\p{Extended_Pictographic}|\p{RI}|\u20e3/u.test(character);
}

/** What stands in a face: the first emoji of the name, else the first letters of its first two words. */
export function glyphOf(name: string): string {
  const characters = charactersOf(name);
  const emoji = characters.find(isEmoji);
  if (emoji !== undefined) return emoji;
  const letters = characters.filter((one) => /\p{L}|\p{N}/u.test(one));
  const starts = characters.filter(
    (one, at) => /\p{L}|\p{N}/u.test(one) && (at === 0 || /\s/u.test(characters[at - 1] ?? '')),
  );
  const [first = '?', second = ''] = starts.length > 1 ? starts : letters;
  return first.toLocaleUpperCase() + (starts.length > 1 ? second.toLocaleUpperCase() : second);
}

/** A person as a round glyph in their colour: a picture of a name that is said beside it. */
export function face(name: string, id: string): TemplateResult {
  return html`<span class="face h${hueOf(id)}" data-glyph=${glyphOf(name)} aria-hidden="true"></span>`;
}

/** One of those who are drawn. */
export interface Known extends Person {
  /** 0 for who has the turn, else the place in line; null for who does neither. */
  readonly place: number | null;
}

/** Everybody of the turns whom the room names, holder first and the visitor last unless they are in line. */
export function peopleOf({ room, you }: RoomContext<unknown>, { line }: TurnsLook): Known[] {
  const holder = holderOf(room.turns);
  const next = line?.next ?? [];
  const known: Known[] = next.map(({ id, name }, at) => ({ id, name, place: at + 1 }));
  if (holder !== null) known.unshift({ id: holder.id, name: holder.name, place: 0 });
  if (!known.some(({ id }) => id === you.id)) {
    known.push({ id: you.id, name: you.name, place: line?.place ?? null });
  }
  return known;
}

/** How many wait whom nobody names. */
function unnamedIn(people: readonly Known[], { line }: TurnsLook): number {
  return Math.max(0, (line?.waiting ?? 0) - people.filter(({ place }) => place).length);
}

/** Where somebody stands; null for who only watches. */
export function placeInWords({ place }: Known, { room, words }: RoomContext): string | null {
  if (place === null) return null;
  if (place > 0) return words.rail.inLine(place);
  return holderOf(room.turns)?.phase === 'offered' ? words.rail.upNext : words.rail.holds;
}

/** Whether somebody else types now; of oneself one knows. */
function types({ id }: Known, { room, you }: RoomContext): boolean {
  return id !== you.id && room.typing.includes(id);
}

const DOTS = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;

function personInWords(person: Known, context: RoomContext): string {
  const { you, words } = context;
  const name = person.id === you.id ? words.rail.you(person.name) : person.name;
  const place = placeInWords(person, context);
  const told = place === null ? name : `${name}: ${place}`;
  return types(person, context) ? words.rail.types(told) : told;
}

/** What happens to a face that the pointer or the keyboard is on, or that is pressed. */
export interface FaceEvents {
  peek(who: string, event: Event): void;
  leave(): void;
  press(who: string, event: Event): void;
}

function glyph(person: Known, look: TurnsLook, context: RoomContext): TemplateResult {
  const holder = person.place === 0 ? (look.line?.holder ?? null) : null;
  return html`${holder === null ? nothing : html`<span part="timer">${clockRing(holder.clock, holder.wholeMs, context)}</span>`} ${face(person.name, person.id)}
  ${types(person, context) ? DOTS : nothing}`;
}

function shown(person: Known, look: TurnsLook, context: RoomContext): TemplateResult {
  return html`<span class="person" role="img" aria-label=${personInWords(person, context)}>
    ${glyph(person, look, context)}
  </span>`;
}

/** Who has the turn and who is next, as faces in one row; their number is all that grows. */
export function faces(
  context: RoomContext,
  look: TurnsLook,
  events: FaceEvents,
  watchOnly: boolean,
): TemplateResult {
  const { you } = context;
  const people = peopleOf(context, look).filter(({ id, place }) => {
    return !watchOnly || place !== null || id !== you.id;
  });
  const unnamed = unnamedIn(people, look);
  const { line } = look;
  return html`<div
    role=${line === null ? nothing : 'group'}
    part=${line === null ? nothing : 'queue'}
    class="queue"
    aria-label=${line?.heading ?? nothing}
  >
    <ul part="faces" class="faces">
      ${repeat(
        people,
        ({ id }) => id,
        (person) => html`<li class=${person.place === 0 ? 'holds' : ''}>
          ${
            watchOnly
              ? shown(person, look, context)
              : html`<button
            class="person ${person.id === you.id ? 'me' : ''}"
            aria-label=${personInWords(person, context)}
            aria-haspopup="dialog"
            aria-current=${person.id === you.id ? 'true' : nothing}
            @pointerenter=${(event: Event) => events.peek(person.id, event)}
            @pointerleave=${events.leave}
            @focus=${(event: Event) => events.peek(person.id, event)}
            @blur=${events.leave}
            @click=${(event: Event) => events.press(person.id, event)}
          >
            ${glyph(person, look, context)}
          </button>`
          }
        </li>`,
      )}
      ${unnamed > 0 ? html`<li class="more number">+${unnamed}</li>` : nothing}
    </ul>
  </div>`;
}
