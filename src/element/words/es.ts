import { reasons, turnEnds } from './es-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `Mundo en directo «${room}»`,
      picture: 'El mundo, en directo',
      missingRoom: 'Este elemento necesita una sala: <odyssey-broadcast room="lobby">.',
      missingHost:
        'Este elemento necesita saber cuál es su servidor: <odyssey-broadcast host="rooms.example.com">.',
      authorNote: 'Una nota para quien creó esta página',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" no es válido. Usa uno de estos: ${choices}.`,
      chunkMissing: 'No se pudo cargar una parte de la página. Vuelve a cargarla.',
      joining: 'Entrando en la sala…',
      watch: 'Ver en directo',
      watchRoom: (room) => `Ver en directo: «${room}»`,
    },
  };
};

export const staff = () => import('./es-staff.js');
