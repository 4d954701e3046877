import type { Counting } from './language.js';
import type { ModesIn, NamesIn, TurnEnds } from './translation.js';

export const modes = ({ number: n, plural }: Counting): ModesIn => ({
  changed: (mode) => `Nuevo modo: ${mode}.`,
  open: {
    free: 'Abierto a todos. Escribe qué pasa ahora.',
    after: (ahead) =>
      plural(ahead, {
        one: 'Va después de otro prompt.',
        other: 'Va después de otros # prompts.',
      }),
    againNow: 'Ya puedes enviar otro prompt.',
    sent: (place) =>
      place === 1
        ? 'Tu prompt es el siguiente.'
        : plural(place - 1, {
            one: 'Hay un prompt antes del tuyo.',
            other: 'Hay # prompts antes del tuyo.',
          }),
  },
  round: {
    proposals: (count) =>
      plural(count, { one: '# propuesta hasta ahora', other: '# propuestas hasta ahora' }),
    idle: 'Aún no hay propuestas',
    propose: 'Propón qué pasa ahora',
    send: 'Proponer',
    begins: (time) => `Tu propuesta abre una ronda de ${time}.`,
    proposeFor: (time) => `Quedan ${time} para proponer.`,
    proposeStill: 'Entra en la ronda, que sigue cuando vuelva el mundo.',
    proposed: 'Tu propuesta está dentro.',
    proposedNext: 'Tu propuesta va en la próxima ronda.',
    ownWon: 'Tu propuesta ganó.',
    nextRound: 'Propón para la próxima ronda.',
    again: (clock) => `Propuestas en ${clock}`,
    againStill: 'Propuestas en la próxima ronda.',
    nothing: 'No ganó nada',
    tied: 'Hay empate',
    hostDecides: (time) =>
      time === null
        ? 'Decide un anfitrión.'
        : `Decide un anfitrión en ${time}; si no, gana la más antigua.`,
    level: (count, votes) =>
      votes === 0
        ? `${n(count)} no tuvieron votos`
        : plural(votes, {
            one: `${n(count)} tuvieron # voto cada una`,
            other: `${n(count)} tuvieron # votos cada una`,
          }),
    news: {
      propose: (time) => `Nueva ronda: propuestas durante ${time}.`,
      vote: (time) => `La votación está abierta ${time}.`,
      draw: 'El sorteo es en un momento.',
      ownWon: (text) => `Tu propuesta ganó: ${text}.`,
    },
  },
  vote: {
    now: 'Vota ahora',
    yours: 'Ya votaste',
    change: 'Aún puedes cambiar tu voto.',
    oneEach: 'Un voto por persona; puedes cambiarlo.',
    quorum: (count) =>
      plural(count, {
        one: 'Hace falta al menos # voto.',
        other: 'Hacen falta al menos # votos.',
      }),
    for: 'Votar por:',
    own: 'Tu voto',
    winner: (text) => `Ganó «${text}»`,
    hiddenWinner: 'Ganó una propuesta',
    only: 'Era la única propuesta.',
    clear: (votes, all) => `Tuvo ${n(votes)} de ${n(all)} votos.`,
    youDecide: 'Puedes elegir entre ellas.',
    earliest: (count) => (count === 2 ? 'ganó la primera de las dos' : 'ganó la más antigua'),
    random: 'decidió el sorteo',
    host: 'decidió un anfitrión',
    decided: (level, how) => `${level}; ${how}.`,
    runoff: (votes, all) =>
      `Hubo empate. En la segunda votación tuvo ${n(votes)} de ${n(all)} votos.`,
    voted: (count, needed) =>
      `${count === 0 ? 'No votó nadie' : plural(count, { one: 'Votó # persona', other: 'Votaron #' })}; hacen falta ${n(needed)}.`,
  },
  raffle: {
    headline: 'Pon una propuesta en el sorteo',
    drawing: 'Sorteando…',
    every: 'Todas tienen la misma suerte.',
    drawn: (text) => `Salió «${text}»`,
    hidden: 'Salió una propuesta',
    nobody: 'No quedaba nada que sortear.',
    of: (count) => (count === 1 ? 'Era la única.' : `Entre ${n(count)}.`),
    promise: 'El sorteo ya está fijado: esta es la huella de su número secreto.',
    fingerprint: 'Huella',
    seed: 'Número secreto',
    revealed: 'El número secreto ya se sabe. Cualquiera puede repetir el sorteo.',
    check: 'Comprobar el sorteo',
    checking: 'Comprobando…',
    holds: 'Comprobado: el sorteo fue justo.',
    fails: 'No cuadra: número, huella y ganadora no van juntos.',
    cannot: 'No se puede comprobar en esta página, que no usa https.',
  },
  curated: {
    heading: 'Sugerencias',
    send: 'Sugerir',
    hint: 'Sugiere qué pasa ahora. El anfitrión elige.',
    chooser: 'Eliges tú.',
    chosenBy: 'Elige el anfitrión o la moderación.',
    none: 'Aún no hay sugerencias.',
    mine: 'Tu sugerencia está dentro.',
    chosen: 'Eligieron tu sugerencia.',
    place: (place) =>
      place === 1
        ? 'Es la siguiente.'
        : plural(place - 1, { one: 'Va después de otra.', other: 'Va después de otras #.' }),
    waiting: (count) => plural(count, { one: '# elegida.', other: '# elegidas.' }),
    for: 'Me gusta:',
    own: 'Te gusta',
    dismiss: 'Descartar',
    dismissLabel: (text) => `Descartar «${text}»`,
  },
  baton: {
    take: 'Tomar la batuta',
    free: 'La batuta está libre. Escribe qué pasa ahora.',
    ask: 'Pedirla',
    held: (name) => `${name} tiene la batuta. Pídela y ve escribiendo.`,
    asking: (place) => `Vas ${place} para la batuta. Ve escribiendo.`,
    askingNext: 'Después te toca la batuta. Ve escribiendo.',
    mine: 'Tienes la batuta. Dirige cuanto quieras.',
    stop: 'Cancelar',
    contest: 'Tomar el relevo',
    keep: 'Quedármela',
    pass: 'Pasarla',
    putDown: 'Soltarla',
    wantsMine: (name, time) => `${name} quiere la batuta. Responde en ${time}.`,
    wantsTheirs: (name, holder, time) =>
      `${name} quiere la batuta. ${holder} tiene ${time} para responder.`,
    wantsStill: (name) => `${name} quiere la batuta. El reloj espera al mundo.`,
    youWant: (holder, time) => `Es tuya en ${time}, salvo que responda ${holder}.`,
    kept: (name) => `${name} se queda la batuta.`,
    line: 'Esperan la batuta',
    contested: (name, time) =>
      `${name} quiere la batuta. Responde en ${time} o pasará a sus manos.`,
    contestedOf: (name, holder) => `${name} quiere la batuta de ${holder}.`,
  },
  generic: {
    asking: (place) => `Vas ${place} en la cola. Ya puedes escribir.`,
  },
  choices: {
    by: (name) => `de ${name}`,
    byYou: 'tuya',
    more: (count) => plural(count, { one: 'y una más', other: 'y # más' }),
    votes: (count) => plural(count, { one: 'voto', other: 'votos' }),
    won: 'Ganó',
    choose: 'Lanzar',
    chooseLabel: (text) => `Lanzar «${text}»`,
  },
  sentence: (text) => `${text}.`,
  switching: {
    vote: (mode, votes, needed) => `Votar por «${mode}» · ${n(votes)}/${n(needed)}`,
    stay: (mode) => `Seguir con «${mode}»`,
  },
});

export const modeNames: NamesIn = {
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
    sentence: 'Solo el anfitrión, la moderación y los programas envían prompts; los demás miran.',
  },
};

export const turnEnds: TurnEnds = {
  'prompts-used': [(name) => `${name} ya tuvo su turno.`, 'Tu turno terminó. ¡Bien hecho!'],
  'time-up': [(name) => `Se acabó el tiempo de ${name}.`, 'Se acabó tu tiempo.'],
  idle: [
    (name) => `${name} no escribía y el turno pasó.`,
    'No escribiste durante un rato y tu turno pasó.',
  ],
  'not-claimed': [
    (name) => `${name} no tomó el turno a tiempo.`,
    'No tomaste tu turno a tiempo y pasó.',
  ],
  passed: [(name) => `${name} cedió el turno.`, 'Cediste tu turno.'],
  left: [(name) => `${name} terminó su turno.`, 'Terminaste tu turno.'],
  dropped: [(name) => `${name} perdió la conexión.`, 'Se perdió tu conexión y tu turno pasó.'],
  'skipped-by-vote': [
    (name) => `Los demás votaron por saltar a ${name}.`,
    'Los demás votaron por continuar.',
  ],
  taken: [
    (name) => `${name} no respondió y otra persona tomó el relevo.`,
    'No respondiste y otra persona tomó el relevo.',
  ],
  'skipped-by-moderator': [
    (name) => `La moderación terminó el turno de ${name}.`,
    'La moderación terminó tu turno.',
  ],
  removed: [
    (name) => `La moderación pidió a ${name} que saliera.`,
    'La moderación te pidió que salieras y tu turno pasó.',
  ],
  panic: [
    (name) => `Parada de emergencia: el turno de ${name} terminó.`,
    'Parada de emergencia: tu turno terminó.',
  ],
  'mode-changed': [
    (name) => `Ahora hay otro modo; el turno de ${name} terminó.`,
    'Ahora hay otro modo; tu turno terminó.',
  ],
};
