import { reasons, turnEnds } from './es-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: 'Participa',
      code: (address) => `Código QR de ${address}`,
      tooLong: (bytes) =>
        `Esta dirección es demasiado larga para un código QR: ${bytes} caracteres como máximo. Usa un enlace corto.`,
      noAddress: 'No es una dirección web, así que no hay código QR.',
    },
    ownName: { name: 'Tu nombre', emoji: 'Tu emoji', noEmoji: 'Sin emoji', save: 'Guardar' },
    alerts: {
      yourTurn: '● Te toca',
      next: 'Después te toca a ti',
      notice: 'Te toca a ti',
      noticeIn: (room) => `En «${room}». Vuelve y escribe qué debe pasar ahora.`,
    },
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
    },
    strip: {
      strip: 'Retroceder en la transmisión',
      live: 'En directo',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `Hace ${clock}. ${name}: ${text}`,
      beginning: (clock) => `Hace ${clock}`,
      backToLive: 'Volver al directo',
      stillRuns: 'Esta parte sigue en marcha: aquí está su imagen. Podrás verla cuando termine.',
      fetching: 'Cargando la grabación…',
      trouble: 'Esta parte no se puede ver en este momento.',
    },
    reactions: {
      toolbar: 'Reacciones',
      open: 'Reaccionar',
      names: {
        '👏': 'Aplauso',
        '❤️': 'Me encanta',
        '😂': 'Jaja',
        '😮': 'Guau',
        '🔥': 'Fuego',
        '🎉': 'Bravo',
      },
      soFar: (name, count) => `${name}, ${count} hasta ahora`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
      queue: {
        name: 'La cola',
        sentence: 'La gente hace cola, y quien está primero tiene el turno un rato.',
      },
      open: {
        name: 'Abierto a todos',
        sentence: 'Cualquiera envía un prompt cuando quiere y luego descansa un rato.',
      },
      vote: {
        name: 'Votación',
        sentence: 'Todos proponen y votan, y gana la propuesta con más votos.',
      },
      raffle: {
        name: 'Sorteo',
        sentence: 'Todos proponen, y un sorteo que cualquiera puede comprobar decide.',
      },
      curated: {
        name: 'Sugerencias',
        sentence: 'Todos sugieren y apoyan, y el anfitrión o la moderación elige.',
      },
      baton: {
        name: 'La batuta',
        sentence: 'Una persona dirige el tiempo que quiera y los demás piden la batuta.',
      },
      stage: {
        name: 'El escenario',
        sentence:
          'Solo el anfitrión, la moderación y los programas envían prompts; los demás miran.',
      },
    },
  };
};

export const staff = () => import('./es-staff.js');
