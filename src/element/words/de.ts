import { reasons, turnEnds } from './de-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `Live-Welt „${room}“`,
      picture: 'Die Welt, live',
      missingRoom: 'Dieses Element braucht einen Raum: <odyssey-broadcast room="lobby">.',
      missingHost:
        'Dieses Element braucht die Adresse seines Raum-Servers: <odyssey-broadcast host="rooms.example.com">.',
      authorNote: 'Ein Hinweis für den Autor dieser Seite',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" ist unbekannt. Möglich sind: ${choices}.`,
      chunkMissing: 'Ein Teil dieser Seite konnte nicht geladen werden. Lade die Seite neu.',
      joining: 'Raum wird betreten …',
      watch: 'Live ansehen',
      watchRoom: (room) => `Live ansehen: „${room}“`,
    },
  };
};

export const staff = () => import('./de-staff.js');
