import type { LitElement, ReactiveController } from 'lit';
import type { ClientView } from '../../client/index.js';
import { isSettled } from '../../protocol/reasons.js';
import { isInLine, type Standing } from '../../protocol/view.js';
import type { RoomUiPort } from '../ports.js';
import { type Language, tableOf } from '../words/language.js';
import { AwakeScreen, buzz, pageTitle, SystemNotice, tone } from './signals.js';

/** What is said outside the page. */
const english = {
  locale: 'en',
  /** In the title. */
  yourTurn: '● Your turn',
  next: 'You’re next',
  /** As a message of the system. */
  notice: 'It’s your turn',
  noticeIn: (room: string) => `In “${room}”. Come back and type what should happen next.`,
};

export type AlertWords = typeof english;

/** The same in a language. */
export function alertWordsFor(language: Language): AlertWords {
  return tableOf(language, 'alerts', english);
}

type InTurn = Extract<Standing, { state: 'offered' | 'active' }>;

/**
 * Tells a visitor who looks elsewhere that it is their turn, or will be: by the page's title, a buzz, a tone
 * and a message of the system; and keeps the screen awake meanwhile. Loaded when they line up. All of it
 * follows from what the room says: the timers of a hidden page come late.
 */
export class Alerts implements ReactiveController {
  private readonly host: LitElement;
  private readonly port: RoomUiPort;
  private readonly awake = new AwakeScreen();
  private readonly notice = new SystemNotice();
  private standing: Standing = { state: 'none' };
  /** Whether the turn has been seen: what has no end is in the title until then. */
  private isSeen = false;
  private isAsked = false;
  private listening: AbortController | null = null;

  constructor(host: LitElement, port: RoomUiPort) {
    this.host = host;
    this.port = port;
    host.addController(this);
    this.viewChanged(port.view);
  }

  hostConnected(): void {
    this.listening?.abort();
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener('visibilitychange', () => this.pageChanged(), { signal });
    // The script may have come too late for the tap that lined them up; the next one is as good.
    for (const name of ['pointerup', 'keydown']) {
      this.host.addEventListener(name, () => this.ask(), { signal });
    }
  }

  hostDisconnected(): void {
    this.listening?.abort();
    this.standing = { state: 'none' };
    this.awake.want(false);
    this.notice.close();
    pageTitle.say(this, null);
    badge(false);
  }

  viewChanged(view: ClientView): void {
    const before = this.standing;
    const now = view.you?.standing ?? { state: 'none' };
    this.standing = now;
    this.awake.want(isInLine(now));
    if (!isTurn(now)) this.turnEnded(isTurn(before));
    else if (!isTurn(before)) this.turnBegan(before, view);
    this.ask();
    this.showTitle();
  }

  private turnBegan(before: Standing, view: ClientView): void {
    const { isOff, isSilent } = this.port.alerts;
    this.isSeen = !document.hidden;
    if (isOff) return;
    badge(true);
    // They have just asked for it, or have nothing to do: their prompt runs by itself.
    const hasWaited = isInLine(before) || this.standing.state === 'offered';
    const isRiding = view.receipts.some(({ status }) => !isSettled(status));
    if (!hasWaited || isRiding) return;
    buzz();
    if (!isSilent) tone();
    if (!document.hidden && document.hasFocus()) return;
    const room = this.port.options?.room ?? '';
    const words = alertWordsFor(this.port.language);
    const options = { body: words.noticeIn(room), tag: `odyssey-${room}`, lang: words.locale };
    this.notice.show(words.notice, options, () => {
      window.focus();
      this.host.focus();
    });
  }

  private turnEnded(wasTurn: boolean): void {
    if (!wasTurn) return;
    this.notice.close();
    badge(false);
  }

  private pageChanged(): void {
    if (document.hidden) return this.showTitle();
    this.isSeen = true;
    this.notice.close();
    this.awake.pageShown();
    this.showTitle();
  }

  private showTitle(): void {
    const { standing } = this;
    const words = alertWordsFor(this.port.language);
    if (this.port.alerts.isOff) pageTitle.say(this, null);
    else if (isTurn(standing) && (standing.clock !== null || !this.isSeen)) {
      pageTitle.say(this, words.yourTurn, 1);
    } else if (document.hidden && isNext(standing, this.port.view)) {
      pageTitle.say(this, words.next);
    } else pageTitle.say(this, null);
  }

  /** Asks once whether the system may tell, of somebody who has just lined up and has to wait. */
  private ask(): void {
    const { isOff } = this.port.alerts;
    const waits = this.standing.state === 'waiting' || this.standing.state === 'asking';
    if (isOff || !waits || this.isAsked || !this.notice.canAsk) return;
    this.isAsked = true;
    void this.notice.ask();
  }
}

function isTurn(standing: Standing): standing is InTurn {
  return standing.state === 'offered' || standing.state === 'active';
}

/** Only where people wait in person: in other modes it is a prompt that waits. */
function isNext(standing: Standing, { room }: ClientView): boolean {
  const waitsInPerson = room !== null && 'holder' in room.turns;
  return waitsInPerson && standing.state === 'waiting' && standing.place === 1;
}

/** On the icon of a page that is installed as an app. */
function badge(isOn: boolean): void {
  const done = isOn ? navigator.setAppBadge?.(1) : navigator.clearAppBadge?.();
  done?.catch(() => undefined);
}
