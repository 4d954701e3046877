import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(20_000));

const startSchema = v.object({
  type: v.literal('interactive_stream_start'),
  prompt: v.optional(text, ''),
  portrait: v.optional(v.boolean(), true),
  broadcast: v.optional(v.boolean(), false),
  input_image_base64: v.optional(v.string()),
});
const updateSchema = v.object({ type: v.literal('update'), prompt: text });
const endSchema = v.object({ type: v.literal('interactive_stream_end') });

/** What a client asks of its stream, on the data channel or (with an image) on the signalling socket. */
const clientSchema = v.variant('type', [startSchema, updateSchema, endSchema]);

/** What travels on the signalling socket. */
const signalSchema = v.variant('type', [
  v.object({ type: v.literal('answer'), sdp: v.string() }),
  v.object({
    type: v.literal('ice_candidate'),
    candidate: v.string(),
    sdpMid: v.nullish(v.string()),
  }),
  v.object({ type: v.literal('keepalive') }),
  v.object({ type: v.literal('client_disconnecting') }),
  startSchema,
  updateSchema,
  endSchema,
]);

export type StartMessage = v.InferOutput<typeof startSchema>;
export type ClientMessage = v.InferOutput<typeof clientSchema>;
export type SignalMessage = v.InferOutput<typeof signalSchema>;

/** What the service says about the stream, on the `streamerToClient` channel. */
export type StreamerMessage =
  | { type: 'stream_started'; stream_id: string; applied_prompt: string }
  | {
      type: 'broadcast_ready';
      webrtc_url: string;
      broadcast_url: string | null;
      spectator_token: string;
    }
  | { type: 'update_acknowledged'; prompt: string }
  | { type: 'stream_ended' }
  | { type: 'interactive_stream_error'; reason: string; message: string };

/** Reasons the SDK knows for the end of a connection. */
export type SignalError =
  | 'streamer_not_available'
  | 'streamer_disconnected'
  | 'duration_limit_reached';

export function parseClientMessage(data: unknown): ClientMessage | undefined {
  return parse(clientSchema, data);
}

export function parseSignalMessage(data: unknown): SignalMessage | undefined {
  return parse(signalSchema, data);
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
): v.InferOutput<Schema> | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(String(data)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
