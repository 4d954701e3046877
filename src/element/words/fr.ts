import { reasons, turnEnds } from './fr-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: 'Participez',
      code: (address) => `Code QR de ${address}`,
      tooLong: (bytes) =>
        `Cette adresse est trop longue pour un code QR : ${bytes} caractères au plus. Utilisez un lien court.`,
      noAddress: 'Ce n’est pas une adresse web, il n’y a donc pas de code QR.',
    },
    ownName: {
      name: 'Votre nom',
      emoji: 'Votre emoji',
      noEmoji: 'Sans emoji',
      save: 'Enregistrer',
    },
    alerts: {
      yourTurn: '● À vous',
      next: 'À vous juste après',
      notice: 'C’est à vous',
      noticeIn: (room) => `Dans « ${room} ». Revenez écrire la suite.`,
    },
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `Monde en direct « ${room} »`,
      picture: 'Le monde, en direct',
      missingRoom: 'Cet élément a besoin d’un salon : <odyssey-broadcast room="lobby">.',
      missingHost:
        'Cet élément a besoin de l’adresse de son serveur : <odyssey-broadcast host="rooms.example.com">.',
      authorNote: 'Une note pour l’auteur de cette page',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" n’est pas reconnu. Valeurs possibles : ${choices}.`,
      chunkMissing: 'Une partie de cette page n’a pas pu être chargée. Rechargez la page.',
      joining: 'Connexion au salon…',
      watch: 'Regarder en direct',
    },
    strip: {
      strip: 'Revenir en arrière dans le direct',
      live: 'En direct',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `Il y a ${clock}. ${name} : ${text}`,
      beginning: (clock) => `Il y a ${clock}`,
      backToLive: 'Retour au direct',
      stillRuns: 'Cette partie est en cours : voici son image. Vous pourrez la revoir ensuite.',
      fetching: 'Chargement de l’enregistrement…',
      trouble: 'Impossible de revoir cette partie pour le moment.',
    },
    reactions: {
      toolbar: 'Réactions',
      open: 'Réagir',
      names: {
        '👏': 'Bravo',
        '❤️': 'J’adore',
        '😂': 'Haha',
        '😮': 'Oh !',
        '🔥': 'Feu',
        '🎉': 'Hourra',
      },
      soFar: (name, count) => `${name}, ${count} jusqu’ici`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
      queue: {
        name: 'La file',
        sentence: 'Chacun fait la file, et la personne en tête joue pendant un moment.',
      },
      open: {
        name: 'Ouvert à tous',
        sentence: 'Chacun envoie un prompt quand il veut, puis se repose un moment.',
      },
      vote: {
        name: 'Vote',
        sentence: 'Chacun propose, puis vote, et la proposition avec le plus de voix est jouée.',
      },
      raffle: {
        name: 'Tirage au sort',
        sentence: 'Chacun propose, et un tirage que tout le monde peut vérifier décide.',
      },
      curated: {
        name: 'Suggestions',
        sentence: 'Chacun suggère et soutient, et l’hôte ou la modération choisit.',
      },
      baton: {
        name: 'Le relais',
        sentence:
          'Une personne pilote aussi longtemps qu’elle veut, les autres demandent le relais.',
      },
      stage: {
        name: 'La scène',
        sentence:
          'Seuls l’hôte, la modération et les programmes envoient des prompts, les autres regardent.',
      },
    },
  };
};

export const staff = () => import('./fr-staff.js');
