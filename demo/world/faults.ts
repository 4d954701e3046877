import * as v from 'valibot';

/** Faults that wait for their moment, then strike as often as they were asked to. */
const waitingFaults = [
  'moderation-refusal',
  'moderation-failure',
  'lost-acknowledgement',
  'slow-start',
  'never-ready',
  'no-gpu',
  'quota',
  'rate-limited',
  'whep-refused',
  'whep-silent',
  'whep-slow',
  'whep-frozen',
  'hls-missing',
  'hls-stalled',
] as const;

/** Faults that strike whatever is live the moment they are asked for. */
const suddenFaults = ['model-crash', 'streamer-lost', 'dropped-signalling', 'end-stream'] as const;

export type WaitingFault = (typeof waitingFaults)[number];
export type SuddenFault = (typeof suddenFaults)[number];

const waitingSchema = v.strictObject({
  fault: v.picklist(waitingFaults),
  /** How many times it strikes; `null` means until it is cleared. */
  count: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), 1),
  /** For `slow-start` and `whep-slow`: how much longer the start, or the answer, takes. */
  ms: v.optional(v.pipe(v.number(), v.minValue(0)), 5_000),
});

const suddenSchema = v.strictObject({
  fault: v.picklist(suddenFaults),
  /** Only this session; every live one without it. */
  session: v.optional(v.string()),
});

export const faultSchema = v.union([waitingSchema, suddenSchema]);
export type FaultRequest = v.InferInput<typeof faultSchema>;
export type Fault = v.InferOutput<typeof faultSchema>;
export type ArmedFault = v.InferOutput<typeof waitingSchema>;

export function isSudden(fault: Fault): fault is v.InferOutput<typeof suddenSchema> {
  return (suddenFaults as readonly string[]).includes(fault.fault);
}

/** The faults that are waiting to strike. */
export class Faults {
  readonly #armed = new Map<WaitingFault, ArmedFault>();

  arm(fault: ArmedFault): void {
    this.#armed.set(fault.fault, fault);
  }

  clear(): void {
    this.#armed.clear();
  }

  list(): ArmedFault[] {
    return [...this.#armed.values()];
  }

  /** Asked at the very point where the fault would show; uses up one of its strikes. */
  strike(name: WaitingFault): ArmedFault | undefined {
    const fault = this.#armed.get(name);
    if (!fault) return undefined;
    if (fault.count === 1) this.#armed.delete(name);
    else if (fault.count !== null) this.#armed.set(name, { ...fault, count: fault.count - 1 });
    return fault;
  }
}
