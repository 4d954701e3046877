import type { Counting } from './language.js';
import type { ModesIn, NamesIn, TurnEnds } from './translation.js';

export const modes = ({ number: n, plural }: Counting): ModesIn => ({
  changed: (mode) => `Neuer Modus: ${mode}.`,
  open: {
    free: 'Offen für alle. Schreib, was als Nächstes passiert.',
    after: (ahead) =>
      plural(ahead, {
        one: 'Läuft nach einem anderen Prompt.',
        other: 'Läuft nach # anderen Prompts.',
      }),
    againNow: 'Du kannst wieder einen Prompt schicken.',
    sent: (place) =>
      place === 1
        ? 'Dein Prompt ist der nächste.'
        : plural(place - 1, {
            one: 'Vor deinem kommt noch ein Prompt.',
            other: 'Vor deinem kommen noch # Prompts.',
          }),
  },
  round: {
    proposals: (count) =>
      plural(count, { one: 'Bisher ein Vorschlag', other: 'Bisher # Vorschläge' }),
    idle: 'Noch keine Vorschläge',
    propose: 'Schlag vor, was als Nächstes passiert',
    send: 'Vorschlagen',
    begins: (time) => `Dein Vorschlag beginnt eine Runde von ${time}.`,
    proposeFor: (time) => `Noch ${time} für Vorschläge.`,
    proposeStill: 'Er kommt in die Runde. Sie geht weiter, sobald die Welt wieder da ist.',
    proposed: 'Dein Vorschlag ist dabei.',
    proposedNext: 'Dein Vorschlag ist in der nächsten Runde.',
    ownWon: 'Dein Vorschlag hat gewonnen.',
    nextRound: 'Schlag etwas für die nächste Runde vor.',
    again: (clock) => `Neue Vorschläge in ${clock}`,
    againStill: 'Neue Vorschläge in der nächsten Runde.',
    nothing: 'Nichts hat gewonnen',
    tied: 'Gleichstand',
    hostDecides: (time) =>
      time === null
        ? 'Ein Host entscheidet.'
        : `Ein Host entscheidet innerhalb von ${time}, sonst gewinnt der früheste.`,
    level: (count, votes) =>
      votes === 0
        ? `${n(count)} hatten keine Stimme`
        : plural(votes, {
            one: `${n(count)} hatten je eine Stimme`,
            other: `${n(count)} hatten je # Stimmen`,
          }),
    news: {
      propose: (time) => `Eine neue Runde nimmt ${time} lang Vorschläge an.`,
      vote: (time) => `Die Abstimmung läuft ${time}.`,
      draw: 'Gleich wird gelost.',
      ownWon: (text) => `Dein Vorschlag hat gewonnen: ${text}.`,
    },
  },
  vote: {
    now: 'Stimm jetzt ab',
    yours: 'Du hast abgestimmt',
    change: 'Du kannst dich noch umentscheiden.',
    oneEach: 'Eine Stimme pro Person. Du kannst sie ändern.',
    quorum: (count) => `Mindestens ${n(count)} müssen abstimmen.`,
    for: 'Stimmen für:',
    own: 'Deine Stimme',
    winner: (text) => `„${text}“ hat gewonnen`,
    hiddenWinner: 'Ein Vorschlag hat gewonnen',
    only: 'Es war der einzige Vorschlag.',
    clear: (votes, all) => `Er hatte ${n(votes)} von ${n(all)} Stimmen.`,
    youDecide: 'Du kannst dazwischen wählen.',
    earliest: (count) => (count === 2 ? 'der frühere gewann' : 'der früheste gewann'),
    random: 'das Los hat entschieden',
    host: 'ein Host hat entschieden',
    decided: (level, how) => `${level}; ${how}.`,
    runoff: (votes, all) =>
      `Gleichstand. In der Stichwahl hatte er ${n(votes)} von ${n(all)} Stimmen.`,
    voted: (count, needed) =>
      `${count === 0 ? 'Niemand hat' : plural(count, { one: 'Eine Person hat', other: '# haben' })} abgestimmt, ${n(needed)} müssten es sein.`,
  },
  raffle: {
    headline: 'Wirf einen Vorschlag in den Lostopf',
    drawing: 'Das Los entscheidet …',
    every: 'Jeder Vorschlag hat dieselbe Chance.',
    drawn: (text) => `„${text}“ wurde gezogen`,
    hidden: 'Ein Vorschlag wurde gezogen',
    nobody: 'Im Lostopf war nichts mehr.',
    of: (count) => (count === 1 ? 'Es war der einzige.' : `Von ${n(count)}.`),
    promise: 'Die Ziehung steht schon fest: Das ist der Fingerabdruck ihrer geheimen Zahl.',
    fingerprint: 'Fingerabdruck',
    seed: 'Geheime Zahl',
    revealed: 'Die geheime Zahl ist bekannt. Alle können damit nachziehen.',
    check: 'Ziehung prüfen',
    checking: 'Wird geprüft …',
    holds: 'Geprüft: Die Ziehung war fair.',
    fails: 'Das passt nicht: Zahl, Fingerabdruck und Gewinner gehören nicht zusammen.',
    cannot: 'Auf dieser Seite lässt sich das nicht prüfen, sie kommt nicht über https.',
  },
  curated: {
    heading: 'Vorschläge',
    send: 'Vorschlagen',
    hint: 'Schlag vor, was passiert. Der Host sucht aus.',
    chooser: 'Du suchst aus.',
    chosenBy: 'Host oder Moderation sucht aus.',
    none: 'Noch keine Vorschläge.',
    mine: 'Dein Vorschlag ist dabei.',
    chosen: 'Dein Vorschlag wurde ausgesucht.',
    place: (place) =>
      place === 1
        ? 'Er kommt als Nächstes.'
        : plural(place - 1, {
            one: 'Er kommt nach einem anderen.',
            other: 'Er kommt nach # anderen.',
          }),
    waiting: (count) =>
      plural(count, { one: 'Einer ist ausgesucht.', other: '# sind ausgesucht.' }),
    for: 'Gefällt mir:',
    own: 'Gefällt dir',
    dismiss: 'Verwerfen',
    dismissLabel: (text) => `„${text}“ verwerfen`,
  },
  baton: {
    take: 'Stab nehmen',
    free: 'Der Stab ist frei. Schreib, was als Nächstes passiert.',
    ask: 'Darum bitten',
    held: (name) => `${name} hat den Stab. Bitte darum und schreib schon mal.`,
    asking: (place) => `Du bist an ${place} Stelle für den Stab. Schreib schon mal.`,
    askingNext: 'Du bekommst den Stab als Nächstes. Schreib schon mal.',
    mine: 'Du hast den Stab. Steuere, solange du magst.',
    stop: 'Bitte zurückziehen',
    contest: 'Übernehmen',
    keep: 'Behalten',
    pass: 'Weitergeben',
    putDown: 'Loslassen',
    wantsMine: (name, time) => `${name} möchte den Stab. Antworte in ${time}.`,
    wantsTheirs: (name, holder, time) =>
      `${name} möchte den Stab. ${holder} hat ${time} für die Antwort.`,
    wantsStill: (name) => `${name} möchte den Stab. Die Uhr wartet auf die Welt.`,
    youWant: (holder, time) => `In ${time} gehört er dir, falls ${holder} nicht antwortet.`,
    kept: (name) => `${name} behält den Stab.`,
    line: 'Warten auf den Stab',
    contested: (name, time) =>
      `${name} möchte den Stab übernehmen. Antworte innerhalb von ${time}, sonst ist er weg.`,
    contestedOf: (name, holder) => `${name} möchte den Stab von ${holder} übernehmen.`,
  },
  generic: {
    asking: (place) => `Du bist an ${place} Stelle. Schreib schon mal.`,
  },
  choices: {
    by: (name) => `von ${name}`,
    byYou: 'von dir',
    more: (count) => plural(count, { one: 'und noch einer', other: 'und # weitere' }),
    votes: (count) => plural(count, { one: 'Stimme', other: 'Stimmen' }),
    won: 'Gewonnen',
    choose: 'Ausführen',
    chooseLabel: (text) => `„${text}“ ausführen`,
  },
  sentence: (text) => `${text}.`,
  switching: {
    vote: (mode, votes, needed) => `Für „${mode}“ stimmen · ${n(votes)}/${n(needed)}`,
    stay: (mode) => `Bei „${mode}“ bleiben`,
  },
});

export const modeNames: NamesIn = {
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
    sentence: 'Alle schlagen vor und stimmen ab, und der Vorschlag mit den meisten Stimmen läuft.',
  },
  raffle: {
    name: 'Verlosung',
    sentence: 'Alle schlagen vor, und das Los entscheidet. Alle können es nachprüfen.',
  },
  curated: {
    name: 'Vorschläge',
    sentence: 'Alle schlagen vor und bewerten, und Host oder Moderation sucht aus.',
  },
  baton: {
    name: 'Der Staffelstab',
    sentence: 'Eine Person steuert, solange sie mag, und die anderen bitten um den Stab.',
  },
  stage: {
    name: 'Die Bühne',
    sentence: 'Nur Host, Moderation und Programme schicken Prompts, alle anderen sehen zu.',
  },
};

export const turnEnds: TurnEnds = {
  'prompts-used': [(name) => `${name} war dran.`, 'Dein Zug ist vorbei. Gut gesteuert!'],
  'time-up': [(name) => `Die Zeit von ${name} ist um.`, 'Deine Zeit ist um.'],
  idle: [
    (name) => `${name} hat nicht getippt, darum ging es weiter.`,
    'Du hast eine Weile nicht getippt, darum ging es weiter.',
  ],
  'not-claimed': [
    (name) => `${name} hat den Zug nicht rechtzeitig angenommen.`,
    'Du hast deinen Zug nicht rechtzeitig angenommen, darum ging es weiter.',
  ],
  passed: [(name) => `${name} hat den Zug weitergegeben.`, 'Du hast deinen Zug weitergegeben.'],
  left: [(name) => `${name} hat den Zug beendet.`, 'Du hast deinen Zug beendet.'],
  dropped: [
    (name) => `Die Verbindung von ${name} ist weg.`,
    'Deine Verbindung war weg, darum ging es weiter.',
  ],
  'skipped-by-vote': [
    (name) => `Die anderen haben ${name} übersprungen.`,
    'Die anderen haben dich übersprungen.',
  ],
  taken: [
    (name) => `${name} hat nicht geantwortet, jemand anderes hat übernommen.`,
    'Du hast nicht geantwortet, jemand anderes hat übernommen.',
  ],
  'skipped-by-moderator': [
    (name) => `Die Moderation hat den Zug von ${name} beendet.`,
    'Die Moderation hat deinen Zug beendet.',
  ],
  removed: [
    (name) => `Die Moderation hat ${name} hinausgebeten.`,
    'Die Moderation hat dich hinausgebeten, darum ging es weiter.',
  ],
  panic: [(name) => `Notstopp: Der Zug von ${name} ist vorbei.`, 'Notstopp: Dein Zug ist vorbei.'],
  'mode-changed': [
    (name) => `Jetzt gilt ein anderer Modus, der Zug von ${name} ist vorbei.`,
    'Jetzt gilt ein anderer Modus, dein Zug ist vorbei.',
  ],
};
