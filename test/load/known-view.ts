import { parsePatch } from '../../src/protocol/messages.js';
import { patched } from '../../src/protocol/patch.js';

/** What patches made last: all viewers of a crowd get the same, and one of them reads it for all. */
const made = new Map<string, string>();
const MADE_MAX = 64;

/** A viewer's public view as text, read as cheaply as thousands of them have to be. */
export class KnownView {
  private seq = 0;
  private text = '';

  /** What a welcome shows; another server's has none. */
  begin(seq: number, room: object | undefined): void {
    this.seq = seq;
    this.text = JSON.stringify(room) ?? '';
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
    const result = made.get(data) ?? patched(this.text, change.patch);
    if (result === null) return null;
    made.set(data, result);
    const [oldest] = made.keys();
    if (made.size > MADE_MAX && oldest !== undefined) made.delete(oldest);
    const at = result.indexOf('{');
    this.seq = change.seq;
    this.text = result.slice(at);
    return { now: Number(result.slice(0, at)), text: this.text };
  }
}
