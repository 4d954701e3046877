import { reasons, turnEnds } from './fr-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `Monde en direct « ${room} »`,
      picture: 'Le monde, en direct',
      missingRoom: 'Cet élément a besoin d’un salon : <odyssey-broadcast room="lobby">.',
      missingHost:
        'Cet élément a besoin de l’adresse de son serveur : <odyssey-broadcast host="rooms.example.com">.',
      authorNote: 'Une note pour l’auteur de cette page',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" n’est pas reconnu. Valeurs possibles : ${choices}.`,
      chunkMissing: 'Une partie de cette page n’a pas pu être chargée. Rechargez la page.',
      joining: 'Connexion au salon…',
      watch: 'Regarder en direct',
      watchRoom: (room) => `Regarder en direct : « ${room} »`,
    },
  };
};

export const staff = () => import('./fr-staff.js');
