import { reasons, turnEnds } from './de-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: 'Mach mit',
      code: (address) => `QR-Code von ${address}`,
      tooLong: (bytes) =>
        `Diese Adresse ist zu lang für einen QR-Code: höchstens ${bytes} Zeichen. Nimm einen kurzen Link.`,
      noAddress: 'Das ist keine Web-Adresse, daher gibt es keinen QR-Code dazu.',
    },
    ownName: { name: 'Dein Name', emoji: 'Dein Emoji', noEmoji: 'Kein Emoji', save: 'Speichern' },
    alerts: {
      yourTurn: '● Du bist dran',
      next: 'Du bist als Nächstes dran',
      notice: 'Du bist dran',
      noticeIn: (room) => `In „${room}“. Komm zurück und schreib, was als Nächstes geschehen soll.`,
    },
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
    },
    strip: {
      strip: 'In der Übertragung zurückgehen',
      live: 'Live',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `Vor ${clock}. ${name}: ${text}`,
      beginning: (clock) => `Vor ${clock}`,
      backToLive: 'Zurück zu live',
      stillRuns: 'Dieser Teil läuft noch: hier ist sein Bild. Danach kannst du ihn ansehen.',
      fetching: 'Die Aufnahme wird geladen …',
      trouble: 'Dieser Teil lässt sich gerade nicht ansehen.',
    },
    reactions: {
      toolbar: 'Reaktionen',
      open: 'Reagieren',
      names: {
        '👏': 'Applaus',
        '❤️': 'Liebe',
        '😂': 'Haha',
        '😮': 'Wow',
        '🔥': 'Feuer',
        '🎉': 'Hurra',
      },
      soFar: (name, count) => `${name}, bisher ${count}`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
      queue: {
        name: 'Die Schlange',
        sentence: 'Alle stellen sich an, und wer vorn ist, ist eine Weile dran.',
      },
      open: {
        name: 'Offen für alle',
        sentence: 'Alle können jederzeit einen Prompt schicken und machen danach kurz Pause.',
      },
      vote: {
        name: 'Abstimmung',
        sentence:
          'Alle schlagen vor und stimmen ab, und der Vorschlag mit den meisten Stimmen wird ausgeführt.',
      },
      raffle: {
        name: 'Verlosung',
        sentence: 'Alle schlagen vor, und das Los entscheidet. Jeder kann es nachprüfen.',
      },
      curated: {
        name: 'Vorschläge',
        sentence: 'Alle schlagen vor und bewerten, und Host oder Moderation wählen aus.',
      },
      baton: {
        name: 'Der Staffelstab',
        sentence: 'Eine Person steuert, solange sie mag, und die anderen bitten um den Stab.',
      },
      stage: {
        name: 'Die Bühne',
        sentence: 'Nur Host, Moderation und Programme schicken Prompts, alle anderen schauen zu.',
      },
    },
  };
};

export const staff = () => import('./de-staff.js');
