import type { Counting } from './language.js';
import type { Reasons, TurnEnds } from './translation.js';

export const reasons = ({ number: n }: Counting): Reasons => ({
  empty: () => 'Il n’y a rien encore. Écrivez ce qui doit se passer.',
  'too-long': (limit) => `Trop long : ${n(limit ?? 200)} caractères au maximum.`,
  'too-many': (limit) => `Au maximum ${n(limit ?? 10)} prompts par minute.`,
  repeat: () => 'Quelqu’un vient de le demander.',
  locked: () => 'La modération a suspendu les prompts.',
  muted: () => 'Vous ne pouvez pas envoyer de prompt pour le moment.',
  'queue-locked': () => 'La file n’accepte plus personne pour le moment.',
  'no-moderator': () => 'Les prompts ouvriront dès que la modération sera là.',
  links: () => 'Pas de liens ici. Dites-le avec vos mots.',
  words: () => 'Un mot n’est pas autorisé ici. Dites-le autrement.',
  'too-many-from-address': () => 'Votre réseau vient d’envoyer beaucoup de prompts à la fois.',

  'awaits-approval': () => 'En attente de validation par la modération.',
  'being-checked': () => 'Vérification en cours. Un instant.',
  'too-many-held': (limit) =>
    `Déjà ${n(limit ?? 50)} prompts attendent d’être validés. Réessayez dans un instant.`,
  'not-approved': () => 'La modération n’a pas pu le valider à temps. Vous pouvez le renvoyer.',
  'refused-by-moderator': () => 'La modération l’a refusé.',
  'refused-by-classifier': () => 'Cela ne convient pas à ce salon. Dites-le autrement.',
  'classifier-down': () => 'Impossible de le vérifier pour l’instant. Réessayez.',

  'not-your-turn': () => 'Ce n’est pas votre tour.',
  'not-waiting': () => 'Vous n’avez plus rien en attente.',
  'already-waiting': () => 'Vous êtes déjà dans la file.',
  'queue-full': (limit) =>
    limit === null ? 'La file est complète.' : `La file est complète : ${n(limit)} en attente.`,
  'no-more-time': () => 'Ce tour ne peut plus être prolongé.',
  'no-prompts-left': (limit) =>
    limit === null || limit === 1
      ? 'Un prompt par tour, et le vôtre est parti.'
      : `${n(limit)} prompts par tour, et les vôtres sont partis.`,
  'nobody-there': () => 'Cette personne n’est plus là.',
  'skip-too-soon': () => 'Ce tour vient de commencer. Patientez un peu.',
  'cooling-down': () => 'Vous venez de jouer. Laissez passer les autres.',
  'already-proposed': () => 'Vous avez déjà une proposition en lice.',
  'proposals-full': (limit) =>
    `Il y a déjà ${limit === null ? 'assez de' : n(limit)} propositions. Proposez la vôtre à la prochaine manche.`,
  'voting-now': () => 'Le vote est en cours. Proposez la vôtre à la prochaine manche.',
  'round-over': () => 'Cette manche est finie. Votez dans celle qui est affichée.',
  'no-such-choice': () => 'Cette proposition n’est plus là.',
  'take-too-soon': () => 'Une réponse vient d’arriver. Patientez un peu.',
  'stage-only': () => 'Ici, c’est l’hôte qui pilote. Profitez du spectacle.',
  'not-switchable': () => 'Ce salon ne propose pas ce mode.',
  'unknown-mode': () => 'Ce salon ne connaît pas ce mode.',
  'wrong-mode': () => 'Ce n’est pas possible dans le mode actuel.',

  'prompts-used': () => 'Le tour est fini : tous ses prompts ont été utilisés.',
  'time-up': () => 'Le tour est fini : le temps est écoulé.',
  idle: () => 'Le tour est fini : rien n’a été écrit pendant un moment.',
  'not-claimed': () => 'Le tour n’a pas été pris à temps.',
  passed: () => 'Le tour a été passé.',
  left: () => 'Il a été retiré quand vous avez quitté la file.',
  dropped: () => 'La connexion a été perdue trop longtemps.',
  'skipped-by-vote': () => 'Les autres ont voté pour continuer.',
  taken: () => 'Faute de réponse, quelqu’un d’autre a pris le relais.',
  'skipped-by-moderator': () => 'La modération a mis fin au tour.',
  removed: () => 'La modération vous a demandé de partir.',
  panic: () => 'Arrêt d’urgence : la modération a suspendu les prompts.',
  'mode-changed': () => 'Le mode a changé. Vous pouvez le renvoyer.',
  'mode-broken': () => 'Ce mode ne fonctionne pas ici. On passe à la file d’attente.',

  'not-chosen': () => 'Pas retenue cette fois. Reproposez-la à la prochaine manche.',
  'no-quorum': () => 'Trop peu de votes pour décider.',
  dismissed: () => 'La modération ne l’a pas retenue.',

  'world-refused': () => 'Pas celui-ci. Essayez de le dire autrement.',
  'world-moderation-down': () => 'Impossible de le vérifier pour l’instant. Réessayez.',
  'no-acknowledgement': () =>
    'Impossible de savoir si c’est passé. Regardez l’image avant de réessayer.',
  'conductor-gone': () =>
    'Impossible de savoir si c’est passé. Regardez l’image avant de réessayer.',
  'waited-too-long': () => 'L’attente a été trop longue. Vous pouvez le renvoyer.',
  'id-taken': () => 'Il a déjà été envoyé.',

  'no-conductor': () => 'En attente de l’hôte. Cela démarrera tout seul.',
  'may-not-open': () => 'C’est l’hôte qui ouvre ce monde. Restez, ou revenez plus tard.',
  stopped: () => 'C’est fini ! L’hôte a terminé le direct.',
  'no-free-stream': () => 'Tous les flux sont occupés pour le moment.',
  'no-gpu': () => 'Aucune machine n’est libre pour peindre le monde.',
  quota: () => 'Le temps de diffusion est épuisé pour l’instant.',
  'rate-limited': () => 'Le monde demande un peu de patience.',
  'account-suspended': () => 'Le monde est fermé à ce site. Son responsable doit intervenir.',
  'bad-key': () => 'La clé de ce site n’a pas été acceptée. Son responsable doit intervenir.',
  unreachable: () => 'Le monde est injoignable pour le moment.',
  'stream-host': () =>
    'L’image vient d’un serveur que ce site n’autorise pas. Son responsable doit intervenir.',
  'opening-timeout': () => 'L’ouverture du monde a pris trop de temps.',
  'model-crash': () => 'Le monde a trébuché et doit recommencer.',
  'stream-ended': () => 'Le flux est terminé.',
  'stream-expired': () => 'Le flux a atteint sa durée maximale.',
  'connection-lost': () => 'La connexion avec le monde est coupée.',
  'handed-over': () => 'Une autre page fait tourner le monde maintenant.',

  paused: () => 'Pause. On revient vite.',
  'waits-for-host': () => 'C’est l’hôte qui ouvre ce monde. Restez, il s’ouvrira ici.',
  'out-of-hours': () => 'Ce monde est fermé à cette heure.',
  'budget-rooms': () => 'Ce site a déjà ouvert autant de mondes que permis.',
  'budget-day': () => 'C’est tout pour aujourd’hui.',
  'budget-month': () => 'C’est tout pour ce mois-ci.',

  'recording-gone': () => 'Cet enregistrement n’existe plus.',
  'replay-off': () => 'Ici, rien n’est conservé pour être revu.',

  'no-such-person': () => 'Cette personne n’est plus connue ici.',
  'no-such-thing': () => 'Cela n’existe plus.',
  'rule-fixed': () => 'Cette règle est fixée dans les réglages du serveur.',
  'unmatchable-word': () => 'Un de ces mots ne peut figurer dans aucun prompt.',
  'nothing-to-undo': () => 'Il n’y a rien à annuler.',

  banned: () => 'La modération vous a fermé ce salon.',
  'room-locked': () =>
    'Ce salon ne laisse entrer personne pour le moment. Nouvel essai automatique.',
  'room-full': () => 'Ce salon est complet pour le moment. Nouvel essai automatique.',
  'token-expired': () => 'Votre connexion à ce salon a expiré. Rechargez la page.',
  'name-refused': () => 'Ce nom n’est pas possible ici. Choisissez-en un autre.',
  'too-many-invites': (limit) =>
    `${n(limit ?? 100)} à la fois au maximum. Révoquez celles qui ne servent plus.`,
  'too-many-cues': (limit) =>
    `${n(limit ?? 100)} prompts préparés au maximum. Retirez ceux qui ne servent plus.`,
  'bad-invite': () => 'Cette invitation est épuisée ou n’est plus valable.',

  malformed: () => 'Le salon n’a pas compris. Essayez de recharger la page.',
  'too-large': () => 'C’était trop pour un seul message.',
  'too-fast': () => 'Pas si vite ! Patientez un instant.',
  'hello-first': () => 'Le salon ne connaît pas encore cette page. Réessayez dans un instant.',
  'wrong-version': () => 'Cette page n’est plus à jour. Rechargez-la pour participer.',
  'bad-token': () => 'L’identification de cette page n’a pas été acceptée.',
  'wrong-origin': () =>
    'Ce site n’a pas le droit d’afficher ce salon. Son responsable doit l’autoriser.',
  'not-configured': () => 'Ce salon n’est pas encore configuré. Son responsable doit intervenir.',
  'not-allowed': () => 'Vous ne pouvez pas faire cela ici.',
  'stale-epoch': () => 'Une autre page fait désormais tourner le monde.',
  offline: () => 'Vous êtes hors ligne, rien n’est parti. Réessayez une fois de retour.',
  closed: () => 'La connexion a été fermée.',
});

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
