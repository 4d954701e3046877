import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Process, Simulation } from './machines.js';

/** What answers requests: a response, or null where none will ever come. Throws where nobody is. */
export type Http = (
  url: string,
  init: RequestInit,
) => { readonly afterMs: number; readonly response: (() => Response) | null };

/** What takes the sockets that a room server opens by itself: what happens to them is an event of its process. */
export type Dial = (url: string, socket: SimulatedSocket, process: Process) => void;

interface Timer {
  readonly cancel: () => void;
  readonly unref: () => Timer;
}

/** The part of a WebSocket that the room server uses. */
export class SimulatedSocket {
  onSent: (text: string) => void = () => undefined;
  private readonly listeners: { readonly type: string; readonly run: () => void }[] = [];

  addEventListener(type: string, run: () => void): void {
    this.listeners.push({ type, run });
  }

  happened(type: 'open' | 'close' | 'error'): void {
    for (const listener of this.listeners) if (listener.type === type) listener.run();
  }

  send(text: string): void {
    this.onSent(text);
  }

  close(): void {}
}

/**
 * Gives the product's code the simulation's time, chance and network in place of the machine's own:
 * it is the code that runs elsewhere, and asks for them by their usual names. Outside of events all of
 * it is the machine's own. Returns what undoes it.
 */
export function installGlobals(sim: Simulation, http: Http, dial: Dial): () => void {
  const { setTimeout: realTimeout, clearTimeout: realClear, fetch: realFetch } = globalThis;
  const realNow = Date.now;

  const setTimer = (run: () => void, ms = 0): unknown => {
    const { current } = sim;
    if (current === null) return realTimeout(run, ms);
    const timer: Timer = { cancel: sim.after(current, ms, run), unref: () => timer };
    return timer;
  };
  const clearTimer = (timer: unknown): void => {
    if (typeof timer === 'object' && timer !== null && 'cancel' in timer) (timer as Timer).cancel();
    else realClear(timer as Parameters<typeof realClear>[0]);
  };
  const request = (url: string, init: RequestInit): Promise<Response> => {
    const { current: process } = sim;
    if (process === null) return realFetch(url, init);
    return new Promise((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new Error('The request was aborted.')));
      process.gate(() => {
        sim.after(sim.outside, 0, () => {
          try {
            const { afterMs, response } = http(url, init);
            if (response !== null) sim.after(process, afterMs, () => resolve(response()));
          } catch (error) {
            sim.after(process, 1, () => reject(error as Error));
          }
        });
      });
    });
  };
  const NewSocket = class extends SimulatedSocket {
    constructor(url: string) {
      super();
      const { current: process } = sim;
      process?.gate(() => dial(url, this, process));
    }
  };
  const abortAfter = (ms: number): AbortSignal => {
    const controller = new AbortController();
    setTimer(() => controller.abort(), ms);
    return controller.signal;
  };

  return replaceAll([
    [Date, 'now', () => (sim.current === null ? realNow() : sim.now + sim.current.machine.aheadMs)],
    [globalThis, 'setTimeout', setTimer],
    [globalThis, 'clearTimeout', clearTimer],
    [globalThis, 'fetch', (url: string, init: RequestInit = {}) => request(String(url), init)],
    [globalThis, 'WebSocket', NewSocket],
    [globalThis, 'crypto', simulatedCrypto(sim)],
    [AbortSignal, 'timeout', abortAfter],
  ]);
}

function replaceAll(changes: readonly (readonly [object, string, unknown])[]): () => void {
  const undone = changes.map(([owner, name, value]) => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    return () => {
      if (before === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, before);
    };
  });
  return () => {
    for (const undo of undone) undo();
  };
}

/** A key of HMAC with SHA-256: the only ones there are here. */
interface Key {
  readonly bytes: Buffer;
}

/** The seed's randomness, and signatures without a thread of their own: those end at any time. */
function simulatedCrypto({ random }: Simulation): object {
  const fill = (bytes: Uint8Array): Uint8Array => {
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.below(256);
    return bytes;
  };
  const hex = (count: number) => Buffer.from(fill(new Uint8Array(count))).toString('hex');
  const buffer = (data: Uint8Array | ArrayBuffer) =>
    Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
  const sign = ({ bytes }: Key, data: Uint8Array) =>
    createHmac('sha256', bytes).update(data).digest();
  return {
    getRandomValues: fill,
    randomUUID: () => `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-${hex(6)}`,
    subtle: {
      importKey: async (
        _format: string,
        data: Uint8Array,
        _how: unknown,
        _may: boolean,
        usages: string[],
      ) => ({
        [Symbol.toStringTag]: 'CryptoKey',
        ...{ type: 'secret', extractable: false, usages, bytes: buffer(data) },
        algorithm: { name: 'HMAC', hash: { name: 'SHA-256' }, length: data.length * 8 },
      }),
      sign: async (_how: unknown, key: Key, data: Uint8Array) => {
        const signed = sign(key, data);
        return signed.buffer.slice(signed.byteOffset, signed.byteOffset + signed.length);
      },
      verify: async (_how: unknown, key: Key, signature: Uint8Array, data: Uint8Array) => {
        const expected = sign(key, data);
        return expected.length === signature.length && timingSafeEqual(expected, buffer(signature));
      },
      digest: async (_how: unknown, data: Uint8Array) => {
        const hashed = createHash('sha256').update(buffer(data)).digest();
        return hashed.buffer.slice(hashed.byteOffset, hashed.byteOffset + hashed.length);
      },
    },
  };
}
