/** Every setting of the local world. The defaults are the limits of the real service. */
export interface WorldOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  apiKey: string;

  /** How long one stream may last, from its start to `session_timeout`. */
  streamSeconds: number;
  /** How long one connection may last before `duration_limit_reached`. */
  connectionSeconds: number;
  /** How long a connection may stay without a stream. */
  idleSeconds: number;
  /** Life of a session's token; a session whose client crashed holds its slot until then. */
  tokenSeconds: number;
  /** After how much silence on the signalling socket a client counts as crashed. */
  keepaliveSeconds: number;
  concurrentSessions: number;
  monthlyHours: number;
  /** The service hangs up after a stream's lease expired; its pages disagree, hence the switch. */
  closeAfterExpiry: boolean;
  imageToVideo: boolean;
  /** Whether a broadcast names an HLS address too; the service may name none. */
  hls: boolean;
  /** Whether the streams hum; the service's have no sound that we know of. */
  sound: boolean;
  /** Whether the words of the newest prompt are painted into the picture. */
  captions: boolean;
  /** Without it the STUN server is there and never answers, as behind a firewall. */
  stunAnswers: boolean;
  /** A prompt with one of these words is refused by moderation. */
  refusedWords: readonly string[];

  startMillis: number;
  acknowledgeMillis: number;

  framesPerSecond: number;
  bitsPerSecond: number;
  /** Recording of one stream stops growing here. */
  recordingMegabytes: number;
  /** Older recordings make room for newer ones. */
  recordingsKept: number;
  /** Whether each entry of the log is printed too, as a line of JSON: it outlives a world that is killed. */
  printsLog: boolean;
}

export const defaultOptions: WorldOptions = {
  host: '127.0.0.1',
  port: 0,
  apiKey: 'local',
  streamSeconds: 150,
  connectionSeconds: 60 * 60,
  idleSeconds: 40,
  tokenSeconds: 600,
  keepaliveSeconds: 30,
  concurrentSessions: 5,
  monthlyHours: Number.POSITIVE_INFINITY,
  closeAfterExpiry: true,
  imageToVideo: true,
  hls: true,
  sound: false,
  captions: true,
  stunAnswers: true,
  refusedWords: ['forbidden'],
  startMillis: 250,
  acknowledgeMillis: 60,
  framesPerSecond: 20,
  bitsPerSecond: 1_400_000,
  recordingMegabytes: 64,
  recordingsKept: 20,
  printsLog: false,
};
