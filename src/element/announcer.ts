import type { ClientView } from '../client/index.js';
import { isRunning, leftOn } from './ports.js';
import { roundedDuration } from './words/language.js';
import type { Words } from './words/words.js';

/** A turn this short needs no warning before its end. */
const WARN_TURNS_OVER_MS = 15_000;
const WARNING_MS = 10_000;

/** What a turn mode adds to the announcements. */
export interface Announcements {
  readonly polite: readonly string[];
  /** Read out at once; empty to clear it, null to leave it as it is. */
  readonly assertive: string | null;
}

/** The chunk that knows the turn modes. */
interface AnnouncementSource {
  news(before: ClientView, after: ClientView, now: number, words: Words): Announcements;
}

/**
 * What a screen reader is told: the visitor's own turn and the broadcast's phases. The
 * element keeps two live regions in place from its first rendering; this decides what is in them.
 */
export class Announcer {
  assertive = '';
  private said: readonly string[] = [];
  private saying: string[] = [];
  private view: ClientView | null = null;
  private situation = '';
  private ownLeftMs = 0;

  /** The text of the polite live region. */
  get polite(): string {
    return this.said.join(' ');
  }

  observe(
    view: ClientView,
    now: number,
    situation: string,
    words: Words,
    desk: AnnouncementSource | null,
  ): void {
    this.saying = [];
    this.note(view, now, situation, words, desk);
    if (this.saying.length > 0) this.said = this.saying;
  }

  private note(
    view: ClientView,
    now: number,
    situation: string,
    words: Words,
    desk: AnnouncementSource | null,
  ): void {
    const before = this.view;
    this.view = view;
    const standing = view.you?.standing;
    const was = before?.you?.standing;
    this.say(situation === this.situation ? null : situation);
    this.situation = situation;
    this.sayLastCall(before, view, now, words);
    if (standing === undefined || was === undefined) return;

    if (standing.state !== was.state) this.assertive = '';
    if (standing.state === 'offered' && was.state !== 'offered') {
      this.assertive = words.announce.offered(inWords(leftOn(standing.clock, now), words));
    }
    if (standing.state === 'active' && was.state !== 'active') {
      this.assertive = words.announce.active(
        standing.clock && inWords(leftOn(standing.clock, now), words),
      );
    }
    // In modes where prompts wait and not people, the first place gives no turn.
    const turns = view.room?.turns;
    const inPerson =
      turns !== undefined && 'next' in turns && (turns.waiting === 0 || turns.next.length > 0);
    const isNext = standing.state === 'waiting' && standing.place === 1 && inPerson;
    if (isNext && !(was.state === 'waiting' && was.place === 1)) this.say(words.announce.next);
    this.warn(view, now, words);
    const news = before === null || before === view ? null : desk?.news(before, view, now, words);
    for (const text of news?.polite ?? []) this.say(text);
    this.assertive = news?.assertive ?? this.assertive;
    this.sayHowItEnded(before, view, words);
    this.saySettled(before, view, words);
  }

  private sayLastCall(
    before: ClientView | null,
    view: ClientView,
    now: number,
    words: Words,
  ): void {
    const call = lastCallOf(view);
    if (call === null || lastCallOf(before) !== null) return;
    const why = words.reasons[call.reason](null);
    this.say(words.announce.closes(inWords(Math.max(1000, call.at - now), words), why));
  }

  private warn({ room, you }: ClientView, now: number, words: Words): void {
    const standing = you?.standing;
    const clock = standing?.state === 'active' ? standing.clock : null;
    const left = clock !== null && isRunning(clock) ? leftOn(clock, now) : 0;
    const long = (room?.rules.turnSeconds ?? 0) * 1000 > WARN_TURNS_OVER_MS;
    if (long && left > 0 && left <= WARNING_MS && this.ownLeftMs > WARNING_MS) {
      this.say(words.announce.tenSeconds);
    }
    this.ownLeftMs = left;
  }

  private sayHowItEnded(before: ClientView | null, { room, you }: ClientView, words: Words): void {
    const last = room?.turns.last;
    if (!last || last.at === before?.room?.turns.last?.at || last.id !== you?.id) return;
    this.say(words.turnEnds[last.reason]?.[1] ?? null);
  }

  /** Announces the visitor's own prompt with its reason; what was applied is in the transcript. */
  private saySettled(before: ClientView | null, view: ClientView, words: Words): void {
    const newest = view.receipts.at(-1);
    if (newest === undefined || newest === before?.receipts.at(-1)) return;
    if (newest.reason !== null) this.say(words.reasons[newest.reason](newest.limit));
  }

  private say(text: string | null): void {
    if (text !== null) this.saying.push(text);
  }
}

function lastCallOf(view: ClientView | null) {
  const life = view?.room?.life;
  return life !== undefined && 'lastCall' in life ? life.lastCall : null;
}

function inWords(ms: number, words: Words): string {
  return roundedDuration(ms, words.locale);
}
