/** What only those need who replay: a chunk of its own, loaded when it is asked for. */
export { Replay } from './replay/replay.js';
export { replayStyles } from './replay/styles.js';
