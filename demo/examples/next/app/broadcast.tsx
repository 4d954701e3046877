'use client';
import { OdysseyBroadcast } from 'odyssey-broadcast/react';
import { useState } from 'react';

export function Broadcast() {
  const [isShown, show] = useState(true);
  const [phase, tell] = useState('');
  return (
    <>
      <button type="button" onClick={() => show(!isShown)}>
        Toggle
      </button>
      {isShown && (
        <OdysseyBroadcast
          room="example"
          host="https://rooms.example"
          loading="eager"
          conduct="never"
          onOdysseyStatus={(event) => tell(event.phase ?? '')}
        />
      )}
      <output>{phase}</output>
    </>
  );
}
