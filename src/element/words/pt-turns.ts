import type { Counting } from './language.js';
import type { ModesIn, NamesIn, TurnEnds } from './translation.js';

export const modes = ({ number: n, plural }: Counting): ModesIn => ({
  changed: (mode) => `Novo modo: ${mode}.`,
  open: {
    free: 'Aberto a todos. Escreva o que acontece.',
    after: (ahead) =>
      plural(ahead, {
        one: 'Vai depois de # outro prompt.',
        other: 'Vai depois de # outros prompts.',
      }),
    againNow: 'Você já pode enviar de novo.',
    sent: (place) =>
      place === 1
        ? 'Seu prompt é o próximo.'
        : plural(place - 1, {
            one: 'Há # prompt antes do seu.',
            other: 'Há # prompts antes do seu.',
          }),
  },
  round: {
    proposals: (count) =>
      plural(count, { one: '# proposta até agora', other: '# propostas até agora' }),
    idle: 'Nenhuma proposta ainda',
    propose: 'Proponha o que acontece agora',
    send: 'Propor',
    begins: (time) => `Sua proposta abre uma rodada de ${time}.`,
    proposeFor: (time) => `Mais ${time} para propostas.`,
    proposeStill: 'Entra na rodada, que continua quando o mundo voltar.',
    proposed: 'Sua proposta está na rodada.',
    proposedNext: 'Sua proposta está na próxima rodada.',
    ownWon: 'Sua proposta venceu.',
    nextRound: 'Proponha para a próxima rodada.',
    again: (clock) => `Propostas em ${clock}`,
    againStill: 'Propostas na próxima rodada.',
    nothing: 'Nada venceu',
    tied: 'Empate',
    hostDecides: (time) =>
      time === null
        ? 'Um anfitrião decide.'
        : `Um anfitrião decide em ${time}; senão vence a mais antiga.`,
    level: (count, votes) =>
      votes === 0
        ? `${n(count)} não tiveram votos`
        : plural(votes, {
            one: `${n(count)} tiveram # voto cada uma`,
            other: `${n(count)} tiveram # votos cada uma`,
          }),
    news: {
      propose: (time) => `Nova rodada: propostas por ${time}.`,
      vote: (time) => `A votação está aberta por ${time}.`,
      draw: 'O sorteio é daqui a pouco.',
      ownWon: (text) => `Sua proposta venceu: ${text}.`,
    },
  },
  vote: {
    now: 'Vote agora',
    yours: 'Você já votou',
    change: 'Você ainda pode mudar o voto.',
    oneEach: 'Um voto por pessoa; dá para mudar.',
    quorum: (count) =>
      plural(count, {
        one: 'É necessário pelo menos # voto.',
        other: 'São necessários pelo menos # votos.',
      }),
    for: 'Votar em:',
    own: 'Seu voto',
    winner: (text) => `“${text}” venceu`,
    hiddenWinner: 'Uma proposta venceu',
    only: 'Era a única proposta.',
    clear: (votes, all) => `Teve ${n(votes)} de ${n(all)} votos.`,
    youDecide: 'Você pode escolher entre elas.',
    earliest: (count) => (count === 2 ? 'a primeira das duas venceu' : 'a mais antiga venceu'),
    random: 'o sorteio decidiu',
    host: 'um anfitrião decidiu',
    decided: (level, how) => `${level}; ${how}.`,
    runoff: (votes, all) => `Houve empate. No segundo turno teve ${n(votes)} de ${n(all)} votos.`,
    voted: (count, needed) =>
      `${count === 0 ? 'Ninguém votou' : plural(count, { one: '# pessoa votou', other: '# votaram' })}; são necessários ${n(needed)}.`,
  },
  raffle: {
    headline: 'Coloque uma proposta no sorteio',
    drawing: 'Sorteando…',
    every: 'Todas têm a mesma chance.',
    drawn: (text) => `“${text}” foi sorteada`,
    hidden: 'Uma proposta foi sorteada',
    nobody: 'Não sobrou nada para sortear.',
    of: (count) => (count === 1 ? 'Era a única.' : `Entre ${n(count)}.`),
    promise: 'O sorteio já está definido: esta é a impressão do número secreto.',
    fingerprint: 'Impressão',
    seed: 'Número secreto',
    revealed: 'O número secreto foi revelado. Qualquer um pode refazer o sorteio.',
    check: 'Conferir o sorteio',
    checking: 'Conferindo…',
    holds: 'Conferido: o sorteio foi justo.',
    fails: 'Não bate: número, impressão e vencedora não combinam.',
    cannot: 'Não dá para conferir nesta página, que não usa https.',
  },
  curated: {
    heading: 'Sugestões',
    send: 'Sugerir',
    hint: 'Sugira o que acontece. O anfitrião escolhe.',
    chooser: 'Você escolhe.',
    chosenBy: 'O anfitrião ou a moderação escolhe.',
    none: 'Nenhuma sugestão ainda.',
    mine: 'Sua sugestão está na lista.',
    chosen: 'Sua sugestão foi escolhida.',
    place: (place) =>
      place === 1
        ? 'É a próxima.'
        : plural(place - 1, { one: 'Vai depois de mais uma.', other: 'Vai depois de mais #.' }),
    waiting: (count) => plural(count, { one: '# escolhida.', other: '# escolhidas.' }),
    for: 'Gostei:',
    own: 'Você gostou',
    dismiss: 'Descartar',
    dismissLabel: (text) => `Descartar “${text}”`,
  },
  baton: {
    take: 'Pegar o bastão',
    free: 'O bastão está livre. Escreva o que acontece.',
    ask: 'Pedir o bastão',
    held: (name) => `${name} está com o bastão. Peça e já vá escrevendo.`,
    asking: (place) => `Você está em ${place} para o bastão. Já vá escrevendo.`,
    askingNext: 'O bastão vem para você. Já vá escrevendo.',
    mine: 'O bastão é seu. Comande o quanto quiser.',
    stop: 'Cancelar pedido',
    contest: 'Assumir',
    keep: 'Ficar com ele',
    pass: 'Passar',
    putDown: 'Soltar',
    wantsMine: (name, time) => `${name} quer o bastão. Responda em ${time}.`,
    wantsTheirs: (name, holder, time) =>
      `${name} quer o bastão. ${holder} tem ${time} para responder.`,
    wantsStill: (name) => `${name} quer o bastão. O relógio espera o mundo.`,
    youWant: (holder, time) => `É seu em ${time}, a não ser que ${holder} responda.`,
    kept: (name) => `${name} fica com o bastão.`,
    line: 'Esperando o bastão',
    contested: (name, time) => `${name} quer o bastão. Responda em ${time} ou ele muda de mãos.`,
    contestedOf: (name, holder) => `${name} quer o bastão de ${holder}.`,
  },
  generic: {
    asking: (place) => `Você está em ${place} na fila. Já pode escrever.`,
  },
  choices: {
    by: (name) => `de ${name}`,
    byYou: 'sua',
    more: (count) => plural(count, { one: 'e mais uma', other: 'e mais #' }),
    votes: (count) => plural(count, { one: 'voto', other: 'votos' }),
    won: 'Venceu',
    choose: 'Lançar',
    chooseLabel: (text) => `Lançar “${text}”`,
  },
  sentence: (text) => `${text}.`,
  switching: {
    vote: (mode, votes, needed) => `Votar em “${mode}” · ${n(votes)}/${n(needed)}`,
    stay: (mode) => `Ficar com “${mode}”`,
  },
});

export const modeNames: NamesIn = {
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
};

export const turnEnds: TurnEnds = {
  'prompts-used': [(name) => `${name} já teve a vez.`, 'Sua vez acabou. Mandou bem!'],
  'time-up': [(name) => `O tempo de ${name} acabou.`, 'Seu tempo acabou.'],
  idle: [
    (name) => `${name} parou de digitar, e a vez passou.`,
    'Você ficou um tempo sem digitar, e a vez passou.',
  ],
  'not-claimed': [
    (name) => `${name} não assumiu a vez a tempo.`,
    'Você não assumiu a vez a tempo, e ela passou.',
  ],
  passed: [(name) => `${name} passou a vez.`, 'Você passou a vez.'],
  left: [(name) => `${name} encerrou a vez.`, 'Você encerrou sua vez.'],
  dropped: [(name) => `A conexão de ${name} caiu.`, 'Sua conexão caiu, e a vez passou.'],
  'skipped-by-vote': [
    (name) => `Os outros votaram para pular ${name}.`,
    'Os outros votaram para seguir em frente.',
  ],
  taken: [
    (name) => `${name} não respondeu, e outra pessoa assumiu.`,
    'Você não respondeu, e outra pessoa assumiu.',
  ],
  'skipped-by-moderator': [
    (name) => `A moderação encerrou a vez de ${name}.`,
    'A moderação encerrou sua vez.',
  ],
  removed: [
    (name) => `A moderação pediu que ${name} saísse.`,
    'A moderação pediu que você saísse, e a vez passou.',
  ],
  panic: [
    (name) => `Parada de emergência: a vez de ${name} acabou.`,
    'Parada de emergência: sua vez acabou.',
  ],
  'mode-changed': [
    (name) => `Agora vale outro modo; a vez de ${name} acabou.`,
    'Agora vale outro modo; sua vez acabou.',
  ],
};
