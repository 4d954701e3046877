/** @jsxImportSource solid-js */
import 'odyssey-broadcast/types/solid';

export const right = (
  <odyssey-broadcast
    room="lobby"
    class="wide"
    turns="vote"
    attr:turn-seconds={20}
    prop:token={() => 'a token'}
    on:odyssey-status={({ phase }) => console.log(phase?.toUpperCase())}
  >
    <p slot="offline">Back at noon.</p>
  </odyssey-broadcast>
);

// @ts-expect-error: misspelt.
export const misspelt = <odyssey-broadcast turn="vote" />;
// @ts-expect-error: no such layout.
export const wrongChoice = <odyssey-broadcast layout="sideways" />;
// @ts-expect-error: the event has no such field.
export const wrongEvent = <odyssey-broadcast on:odyssey-turn={({ holdr }) => console.log(holdr)} />;
