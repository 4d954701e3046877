import type { Counting } from './language.js';
import type { ModesIn, NamesIn, TurnEnds } from './translation.js';

export const modes = ({ number: n, plural }: Counting): ModesIn => ({
  changed: (mode) => `Nouveau mode : ${mode}.`,
  open: {
    free: 'Ouvert à tous. Écrivez ce qui se passe ensuite.',
    after: (ahead) =>
      plural(ahead, {
        one: 'Il passe après # autre prompt.',
        other: 'Il passe après # autres prompts.',
      }),
    againNow: 'Vous pouvez de nouveau envoyer un prompt.',
    sent: (place) =>
      place === 1
        ? 'Votre prompt est le prochain.'
        : plural(place - 1, {
            one: '# prompt passe avant le vôtre.',
            other: '# prompts passent avant le vôtre.',
          }),
  },
  round: {
    proposals: (count) =>
      plural(count, {
        one: '# proposition pour l’instant',
        other: '# propositions pour l’instant',
      }),
    idle: 'Aucune proposition',
    propose: 'Proposez la suite',
    send: 'Proposer',
    begins: (time) => `Votre proposition lance une manche de ${time}.`,
    proposeFor: (time) => `Encore ${time} pour proposer.`,
    proposeStill: 'Elle rejoint la manche, qui reprend au retour du monde.',
    proposed: 'Votre proposition est en lice.',
    proposedNext: 'Votre proposition est dans la prochaine manche.',
    ownWon: 'Votre proposition a gagné.',
    nextRound: 'Proposez pour la prochaine manche.',
    again: (clock) => `Propositions dans ${clock}`,
    againStill: 'Propositions à la prochaine manche.',
    nothing: 'Rien n’a gagné',
    tied: 'Égalité',
    hostDecides: (time) =>
      time === null
        ? 'Un hôte décide.'
        : `Un hôte décide d’ici ${time} ; sinon la plus ancienne gagne.`,
    level: (count, votes) =>
      votes === 0
        ? `${n(count)} n’ont eu aucune voix`
        : plural(votes, {
            one: `${n(count)} ont eu # voix chacune`,
            other: `${n(count)} ont eu # voix chacune`,
          }),
    news: {
      propose: (time) => `Nouvelle manche : propositions pendant ${time}.`,
      vote: (time) => `Le vote est ouvert pendant ${time}.`,
      draw: 'Le tirage arrive.',
      ownWon: (text) => `Votre proposition a gagné : ${text}.`,
    },
  },
  vote: {
    now: 'Votez maintenant',
    yours: 'Vous avez voté',
    change: 'Vous pouvez encore changer.',
    oneEach: 'Une voix chacun, modifiable.',
    quorum: (count) =>
      plural(count, { one: 'Il faut au moins # vote.', other: 'Il faut au moins # votes.' }),
    for: 'Voter pour :',
    own: 'Votre vote',
    winner: (text) => `« ${text} » a gagné`,
    hiddenWinner: 'Une proposition a gagné',
    only: 'C’était la seule proposition.',
    clear: (votes, all) => `Elle a eu ${n(votes)} voix sur ${n(all)}.`,
    youDecide: 'Vous pouvez choisir entre elles.',
    earliest: (count) =>
      count === 2 ? 'la première des deux a gagné' : 'la plus ancienne a gagné',
    random: 'le sort a décidé',
    host: 'un hôte a décidé',
    decided: (level, how) => `${level} ; ${how}.`,
    runoff: (votes, all) => `Égalité. Au second vote, elle a eu ${n(votes)} voix sur ${n(all)}.`,
    voted: (count, needed) =>
      `${count === 0 ? 'Personne n’a voté' : plural(count, { one: '# vote', other: '# votes' })} ; il en faut ${n(needed)}.`,
  },
  raffle: {
    headline: 'Mettez une proposition au tirage',
    drawing: 'Tirage…',
    every: 'Chaque proposition a la même chance.',
    drawn: (text) => `« ${text} » a été tirée`,
    hidden: 'Une proposition a été tirée',
    nobody: 'Il ne restait rien à tirer.',
    of: (count) => (count === 1 ? 'C’était la seule.' : `Parmi ${n(count)}.`),
    promise: 'Le tirage est déjà fixé : voici l’empreinte de son nombre secret.',
    fingerprint: 'Empreinte',
    seed: 'Nombre secret',
    revealed: 'Le nombre secret est connu. Chacun peut refaire le tirage.',
    check: 'Vérifier le tirage',
    checking: 'Vérification…',
    holds: 'Vérifié : le tirage était équitable.',
    fails: 'Cela ne colle pas : nombre, empreinte et gagnante ne vont pas ensemble.',
    cannot: 'Impossible à vérifier ici : la page n’est pas chargée en https.',
  },
  curated: {
    heading: 'Suggestions',
    send: 'Suggérer',
    hint: 'Suggérez la suite. L’hôte choisit.',
    chooser: 'C’est vous qui choisissez.',
    chosenBy: 'L’hôte ou la modération choisit.',
    none: 'Aucune suggestion.',
    mine: 'Votre suggestion est en lice.',
    chosen: 'Votre suggestion a été choisie.',
    place: (place) =>
      place === 1
        ? 'Elle passe tout de suite.'
        : plural(place - 1, {
            one: 'Elle passe après # autre.',
            other: 'Elle passe après # autres.',
          }),
    waiting: (count) => plural(count, { one: '# est choisie.', other: '# sont choisies.' }),
    for: 'J’aime :',
    own: 'Vous aimez',
    dismiss: 'Écarter',
    dismissLabel: (text) => `Écarter « ${text} »`,
  },
  baton: {
    take: 'Prendre le relais',
    free: 'Le relais est libre. Écrivez la suite.',
    ask: 'Le demander',
    held: (name) => `${name} a le relais. Demandez-le et commencez à écrire.`,
    asking: (place) => `Vous êtes ${place} pour le relais. Commencez à écrire.`,
    askingNext: 'Le relais est bientôt à vous. Commencez à écrire.',
    mine: 'Vous avez le relais. Pilotez tant que vous voulez.',
    stop: 'Annuler',
    contest: 'Prendre la main',
    keep: 'Garder',
    pass: 'Passer',
    putDown: 'Lâcher',
    wantsMine: (name, time) => `${name} veut le relais. Répondez d’ici ${time}.`,
    wantsTheirs: (name, holder, time) =>
      `${name} veut le relais. ${holder} a ${time} pour répondre.`,
    wantsStill: (name) => `${name} veut le relais. Le chrono attend le monde.`,
    youWant: (holder, time) => `À vous dans ${time}, sauf si ${holder} répond.`,
    kept: (name) => `${name} garde le relais.`,
    line: 'En attente du relais',
    contested: (name, time) =>
      `${name} veut prendre le relais. Répondez d’ici ${time}, sinon il change de main.`,
    contestedOf: (name, holder) => `${name} veut prendre le relais de ${holder}.`,
  },
  generic: {
    asking: (place) => `Vous êtes ${place} dans la file. Commencez à écrire.`,
  },
  choices: {
    by: (name) => `par ${name}`,
    byYou: 'par vous',
    more: (count) => plural(count, { one: 'et encore #', other: 'et encore #' }),
    votes: (count) => plural(count, { one: 'voix', other: 'voix' }),
    won: 'Gagnante',
    choose: 'Lancer',
    chooseLabel: (text) => `Lancer « ${text} »`,
  },
  sentence: (text) => `${text}.`,
  switching: {
    vote: (mode, votes, needed) => `Voter pour « ${mode} » · ${n(votes)}/${n(needed)}`,
    stay: (mode) => `Rester sur « ${mode} »`,
  },
});

export const modeNames: NamesIn = {
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
    sentence: 'Une personne pilote aussi longtemps qu’elle veut, les autres demandent le relais.',
  },
  stage: {
    name: 'La scène',
    sentence:
      'Seuls l’hôte, la modération et les programmes envoient des prompts, les autres regardent.',
  },
};

export const turnEnds: TurnEnds = {
  'prompts-used': [(name) => `${name} a joué.`, 'Votre tour est fini. Bien piloté !'],
  'time-up': [(name) => `Le temps de ${name} est écoulé.`, 'Votre temps est écoulé.'],
  idle: [
    (name) => `${name} n’écrivait plus, le tour est passé.`,
    'Vous n’écriviez plus, votre tour est passé.',
  ],
  'not-claimed': [
    (name) => `${name} n’a pas pris son tour à temps.`,
    'Vous n’avez pas pris votre tour à temps, il est passé.',
  ],
  passed: [(name) => `${name} a passé son tour.`, 'Vous avez passé votre tour.'],
  left: [(name) => `${name} a terminé son tour.`, 'Vous avez terminé votre tour.'],
  dropped: [
    (name) => `${name} a perdu la connexion.`,
    'Votre connexion a été perdue, votre tour est passé.',
  ],
  'skipped-by-vote': [
    (name) => `Les autres ont voté pour passer ${name}.`,
    'Les autres ont voté pour continuer.',
  ],
  taken: [
    (name) => `${name} n’a pas répondu, quelqu’un d’autre a pris le relais.`,
    'Vous n’avez pas répondu, quelqu’un d’autre a pris le relais.',
  ],
  'skipped-by-moderator': [
    (name) => `La modération a mis fin au tour de ${name}.`,
    'La modération a mis fin à votre tour.',
  ],
  removed: [
    (name) => `La modération a demandé à ${name} de partir.`,
    'La modération vous a demandé de partir, votre tour est passé.',
  ],
  panic: [
    (name) => `Arrêt d’urgence : le tour de ${name} est fini.`,
    'Arrêt d’urgence : votre tour est fini.',
  ],
  'mode-changed': [
    (name) => `Le mode a changé, le tour de ${name} est fini.`,
    'Le mode a changé, votre tour est fini.',
  ],
};
