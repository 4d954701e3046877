import { NAME_UNITS_MAX, PROTOCOL_VERSION } from '../protocol/limits.js';
import {
  BEHIND_MS_MAX,
  type ClientMessage,
  type Hello,
  type Welcome,
} from '../protocol/messages.js';
import { isFromPage, type RulesPatch, toKebab } from '../protocol/rules.js';
import type { Role } from '../protocol/view.js';
import type { ClientOptions, Clock, IdentityStore } from './client-options.js';
import type { Request } from './requests.js';

/** Typing is told at most this often; the room only needs to know that it goes on. */
const TYPING_EVERY_MS = 3_000;

/** Tells a site's author which of their rules the room does not follow, and how it would; null if it does. */
export function rulesNotTaken(
  asked: RulesPatch,
  { rulesTaken, rulesNotTaken: refused }: Pick<Welcome, 'rulesTaken' | 'rulesNotTaken'>,
  role: Role,
): { readonly message: string; readonly rules: readonly string[] } | null {
  const names = Object.keys(asked) as (keyof RulesPatch)[];
  if (rulesTaken || names.length === 0) return null;
  const left = names.filter((name) => refused.length === 0 || refused.includes(name));
  const rules = left.map(toKebab);
  // A host may set all of them, and yet not those that another has set.
  const isOwners = (name: (typeof left)[number]) => !isFromPage(name, asked[name]);
  const owners = role === 'host' ? [] : left.filter(isOwners).map(toKebab);
  const others = rules.filter((name) => !owners.includes(name));
  // The first page of a new room may set rules, and yet none of the owner's.
  const sentences = [
    others.length > 0 &&
      `The room has rules of its own; these of this page were not taken: ${others.join(', ')}.`,
    owners.length > 0 &&
      `No page may set these, and they were not taken: ${owners.join(', ')}. Set them in ROOM_RULES of the room server, as a host, or by a token with the scope "rules".`,
  ];
  const message = sentences.filter((sentence) => sentence !== false).join(' ');
  return { message, rules };
}

/** What is another with each hello of one client. */
type OfNow = Pick<Hello, 'token' | 'identity' | 'epochs' | 'conduct' | 'invite'>;

interface IntroductionOptions {
  readonly client: ClientOptions;
  readonly clock: Clock;
  /** Where the name that the visitor chose is kept. */
  readonly names: Pick<IdentityStore, 'loadName' | 'saveName'>;
  readonly say: (message: ClientMessage) => boolean;
  /** Whether the visitor waits for a turn, or has it. */
  readonly inLine: () => boolean;
}

/**
 * What a client says of its visitor: who they are and whether they look. It is said in the first message on
 * every connection, and again when it has changed since.
 */
export class Introduction {
  private readonly options: IntroductionOptions;
  private name: string | null;
  /** The visitor's own choice, which goes before what the page calls them. */
  private chosenName: string | null;
  /** What the room was last told of it. */
  private toldName: string | null = null;
  /** Whether the page is in front of the visitor, and what the room was last told of that. */
  private isVisible = true;
  private toldVisible = true;
  /** The same of how far behind the world the picture is. */
  private behindMs = 0;
  private toldBehindMs = 0;
  private typedAt = Number.NEGATIVE_INFINITY;

  constructor(options: IntroductionOptions) {
    this.options = options;
    this.name = options.client.name ?? null;
    this.chosenName = options.names.loadName?.() ?? null;
  }

  hello(ofNow: OfNow): Hello {
    const { rules = null, watching = true } = this.options.client;
    const name = this.chosenName ?? this.name;
    this.toldName = name;
    this.toldVisible = this.isVisible;
    this.toldBehindMs = 0;
    const ofPage = { rules, watching, moves: true, hidden: !this.isVisible, name: cut(name) };
    return { type: 'hello', version: PROTOCOL_VERSION, ...ofPage, ...ofNow };
  }

  /** Tells what has changed since the hello. */
  welcomed(): void {
    this.tellLooks();
    this.tellName();
  }

  rename(name: string | null): void {
    this.name = name;
    this.chosenName = null;
    this.tellName();
  }

  /** The room has taken the visitor's own choice, which is kept. */
  chose(name: string): void {
    this.chosenName = name;
    this.toldName = name;
    this.options.names.saveName?.(name);
  }

  setVisible(visible: boolean): void {
    this.isVisible = visible;
    this.tellLooks();
  }

  setBehind(ms: number): void {
    this.behindMs = Math.round(Math.min(Math.max(ms, 0), BEHIND_MS_MAX));
    this.tellLooks();
  }

  /** How far the visitor was behind when they asked for what is about the picture: only what they saw counts. */
  dated(request: Request): Request {
    const { behindMs } = this;
    const isOfPicture = request.type === 'skip-vote' || request.type === 'react';
    return isOfPicture && behindMs > 0 ? { ...request, behindMs } : request;
  }

  typing(): void {
    const now = this.options.clock.now();
    if (now - this.typedAt < TYPING_EVERY_MS) return;
    if (this.options.say({ type: 'typing' })) this.typedAt = now;
  }

  /** Whether they look, and how far behind. Those who only watch would be many, and their turn does not come. */
  tellLooks(): void {
    const { isVisible, toldVisible, behindMs, toldBehindMs } = this;
    const isTold = isVisible === toldVisible && behindMs === toldBehindMs;
    if (isTold || !this.options.inLine()) return;
    const how = behindMs === 0 && toldBehindMs === 0 ? {} : { behindMs };
    if (!this.options.say({ type: 'visible', visible: isVisible, ...how })) return;
    this.toldVisible = isVisible;
    this.toldBehindMs = behindMs;
  }

  /** The name as it is, which may have changed since the hello. */
  private tellName(): void {
    const name = this.chosenName ?? this.name;
    if (name === this.toldName) return;
    if (this.options.say({ type: 'rename', name: cut(name) })) this.toldName = name;
  }
}

function cut(name: string | null): string | null {
  return name?.slice(0, NAME_UNITS_MAX) ?? null;
}
