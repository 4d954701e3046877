import type { Receipt } from '../../../src/protocol/reasons.js';
import type { Http } from './globals.js';
import type { Simulation } from './machines.js';
import { json } from './service.js';
import type { Witness } from './witness.js';

export const OWNER_URL = 'https://owner.example';

/** The site owner's servers: the classifier, and the receiver of webhooks. */
export class Owner {
  /** They hang, fail, redirect and lie. */
  isBad = false;
  private readonly sim: Simulation;
  private readonly witness: Witness;

  constructor(sim: Simulation, witness: Witness) {
    this.sim = sim;
    this.witness = witness;
  }

  readonly http: Http = (url, init) => {
    const { random } = this.sim;
    const afterMs = random.pick([10, 100]);
    if (this.isBad) {
      const what = random.pick(['hangs', 'fails', 'redirects', 'lies', 'away'] as const);
      if (what === 'away') throw new Error('Nobody is there.');
      if (what === 'hangs') return { afterMs, response: null };
      if (what === 'fails') return json(afterMs, {}, 500);
      if (what === 'lies') return json(afterMs, { verdict: 'of course', reason: 7 });
      const headers = { Location: 'https://evil.example/' };
      return { afterMs, response: () => new Response(null, { status: 302, headers }) };
    }
    if (url.endsWith('/judge')) return json(afterMs, { verdict: 'allow' });
    this.hear(String(init.body));
    return json(afterMs, {});
  };

  private hear(body: string): void {
    const { type, data } = JSON.parse(body) as { type: string; data: Receipt };
    if (type === 'prompt.settled') this.witness.told('a webhook', data);
  }
}
