import { parsePatch } from '../../src/protocol/messages.js';
import { patched, USUAL_VIEW } from '../../src/protocol/patch.js';

/** What patches made last: all viewers of a crowd get the same, and one of them reads it for all. */
const made = new Map<string, string>();
const MADE_MAX = 64;

/** A viewer's public view as text, read as cheaply as thousands of them have to be. */
export class KnownView {
  private seq = 0;
  text = '';

  /** What a welcome shows, whole or beside the usual view; another server's has none. */
  begin(seq: number, room: object | string | undefined): void {
    this.seq = seq;
    const isShort = typeof room === 'string';
    this.text = isShort ? (this.made(USUAL_VIEW, room) ?? '') : (JSON.stringify(room) ?? '');
  }

  private made(before: string, patch: string): string | null {
    const result = made.get(patch) ?? patched(before, patch);
    if (result === null) return null;
    made.set(patch, result);
    const [oldest] = made.keys();
    if (made.size > MADE_MAX && oldest !== undefined) made.delete(oldest);
    return result;
  }

  /** Whole sections. */
  changed(data: string): void {
    if (this.text === '') return;
    const { seq, room } = JSON.parse(data);
    if (seq > this.seq) this.begin(seq, { ...JSON.parse(this.text), ...room });
  }

  /** The room's time, and the view after a patch; null where this viewer cannot read it. */
  patched(data: string): { readonly now: number; readonly text: string } | null {
    const change = parsePatch(data);
    if (change === null || change.from !== this.seq) return null;
    const result = this.made(this.text, change.patch);
    if (result === null) return null;
    const at = result.indexOf('{');
    this.seq = change.seq;
    this.text = result.slice(at);
    return { now: Number(result.slice(0, at)), text: this.text };
  }
}
