import { OdysseyBroadcast } from 'odyssey-broadcast/react';
import { StrictMode, useRef, useState } from 'react';

interface Heard {
  readonly statuses: string[];
  readonly token: () => string;
}

/** A page of React: on its server, and in a browser where `heard` is told what its props are told. */
export function App({ heard }: { readonly heard: Heard }) {
  const [seconds, setSeconds] = useState(20);
  const element = useRef<OdysseyElement>(null);
  return (
    <StrictMode>
      <OdysseyBroadcast
        ref={element}
        room="lobby"
        host="http://127.0.0.1:9"
        className="wide"
        loading="eager"
        watchOnly
        turnSeconds={seconds}
        token={heard.token}
        onOdysseyStatus={({ connection }) => heard.statuses.push(`${connection} at ${seconds}`)}
        onOdysseyReaction={({ sums, changeId }) => console.log(sums, changeId)}
      >
        <p slot="offline">Back at noon.</p>
      </OdysseyBroadcast>
      <button type="button" onClick={() => setSeconds(25)}>
        {element.current === null ? 'change' : 'change again'}
      </button>
    </StrictMode>
  );
}

type OdysseyElement = import('odyssey-broadcast').OdysseyBroadcast;

// @ts-expect-error: a number.
export const wrongNumber = <OdysseyBroadcast turnSeconds="soon" />;
// @ts-expect-error: misspelt.
export const misspelt = <OdysseyBroadcast turnSecond={20} />;
