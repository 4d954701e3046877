/** @jsxImportSource react */
import 'odyssey-broadcast/types/react';

export const right = (
  <odyssey-broadcast
    room="lobby"
    host="rooms.example"
    className="wide"
    turns="vote"
    turn-seconds={20}
    gap-seconds="5"
    layout="side"
    token={() => Promise.resolve('a token')}
    watch-only
    onodyssey-status={({ phase }) => console.log(phase?.toUpperCase())}
  >
    <p slot="offline">Back at noon.</p>
  </odyssey-broadcast>
);

// @ts-expect-error: a number, or one written as text.
export const wrongNumber = <odyssey-broadcast turn-seconds="soon" />;
// @ts-expect-error: misspelt.
export const misspelt = <odyssey-broadcast turn="vote" />;
// @ts-expect-error: no such layout.
export const wrongChoice = <odyssey-broadcast layout="sideways" />;
// @ts-expect-error: the event has no such field.
export const wrongEvent = <odyssey-broadcast onodyssey-turn={({ holdr }) => console.log(holdr)} />;
