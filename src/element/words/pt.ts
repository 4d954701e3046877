import { counting } from './language.js';
import { reasons, turnEnds } from './pt-reasons.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `Mundo ao vivo “${room}”`,
      picture: 'O mundo, ao vivo',
      missingRoom: 'Este elemento precisa de uma sala: <odyssey-broadcast room="lobby">.',
      missingHost:
        'Este elemento precisa saber qual é o seu servidor: <odyssey-broadcast host="rooms.example.com">.',
      authorNote: 'Um aviso para quem criou esta página',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" não é válido. Use um destes: ${choices}.`,
      chunkMissing: 'Não foi possível carregar uma parte da página. Recarregue a página.',
      joining: 'Entrando na sala…',
      watch: 'Assistir ao vivo',
      watchRoom: (room) => `Assistir ao vivo: “${room}”`,
    },
  };
};

export const staff = () => import('./pt-staff.js');
