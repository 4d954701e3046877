import { counting } from './language.js';
import { reasons, turnEnds } from './pt-reasons.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: 'Participe',
      code: (address) => `Código QR de ${address}`,
      tooLong: (bytes) =>
        `Este endereço é longo demais para um código QR: no máximo ${bytes} caracteres. Use um link curto.`,
      noAddress: 'Isto não é um endereço web, por isso não há código QR.',
    },
    ownName: { name: 'Seu nome', emoji: 'Seu emoji', noEmoji: 'Sem emoji', save: 'Salvar' },
    alerts: {
      yourTurn: '● Sua vez',
      next: 'Você vem a seguir',
      notice: 'É a sua vez',
      noticeIn: (room) => `Em “${room}”. Volte e escreva o que deve acontecer agora.`,
    },
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
    },
    strip: {
      strip: 'Voltar na transmissão',
      live: 'Ao vivo',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `Há ${clock}. ${name}: ${text}`,
      beginning: (clock) => `Há ${clock}`,
      backToLive: 'Voltar ao vivo',
      stillRuns: 'Esta parte ainda está rolando: aqui está a imagem. Dá para rever quando acabar.',
      fetching: 'Carregando a gravação…',
      trouble: 'Não dá para rever esta parte no momento.',
    },
    reactions: {
      toolbar: 'Reações',
      open: 'Reagir',
      names: {
        '👏': 'Palmas',
        '❤️': 'Amei',
        '😂': 'Haha',
        '😮': 'Uau',
        '🔥': 'Fogo',
        '🎉': 'Viva',
      },
      soFar: (name, count) => `${name}, ${count} até agora`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
      queue: {
        name: 'A fila',
        sentence: 'As pessoas entram na fila, e quem está na frente tem a vez por um tempo.',
      },
      open: {
        name: 'Aberto a todos',
        sentence: 'Qualquer pessoa envia um prompt quando quiser e depois descansa um pouco.',
      },
      vote: {
        name: 'Votação',
        sentence: 'Todos propõem e votam, e a proposta com mais votos acontece.',
      },
      raffle: {
        name: 'Sorteio',
        sentence: 'Todos propõem, e um sorteio que qualquer um pode conferir decide.',
      },
      curated: {
        name: 'Sugestões',
        sentence: 'Todos sugerem e apoiam, e o anfitrião ou a moderação escolhe.',
      },
      baton: {
        name: 'O bastão',
        sentence: 'Uma pessoa comanda pelo tempo que quiser, e os outros pedem o bastão.',
      },
      stage: {
        name: 'O palco',
        sentence: 'Só o anfitrião, a moderação e os programas enviam prompts; os outros assistem.',
      },
    },
  };
};

export const staff = () => import('./pt-staff.js');
