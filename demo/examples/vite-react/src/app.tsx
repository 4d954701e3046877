import { OdysseyBroadcast } from 'odyssey-broadcast/react';
import { useState } from 'react';

export function App() {
  const [isShown, show] = useState(true);
  const [phase, tell] = useState('');
  return (
    <main>
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
    </main>
  );
}
