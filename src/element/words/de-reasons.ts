import type { Counting } from './language.js';
import type { Reasons, TurnEnds } from './translation.js';

export const reasons = ({ number: n }: Counting): Reasons => ({
  empty: () => 'Da steht noch nichts. Schreib, was passieren soll.',
  'too-long': (limit) => `Zu lang: höchstens ${n(limit ?? 200)} Zeichen.`,
  'too-many': (limit) => `Höchstens ${n(limit ?? 10)} Prompts pro Minute.`,
  repeat: () => 'Das kam gerade schon.',
  locked: () => 'Die Moderation hat die Prompts angehalten.',
  muted: () => 'Du kannst gerade keine Prompts schicken.',
  'queue-locked': () => 'Die Schlange nimmt gerade niemanden mehr auf.',
  'no-moderator': () => 'Prompts gehen, sobald die Moderation da ist.',
  links: () => 'Bitte keine Links. Beschreib es mit eigenen Worten.',
  words: () => 'Ein Wort darin ist hier nicht erlaubt. Formulier es anders.',
  'too-many-from-address': () => 'Aus deinem Netzwerk kam gerade sehr viel auf einmal.',

  'awaits-approval': () => 'Wartet auf die Freigabe durch die Moderation.',
  'being-checked': () => 'Wird geprüft. Das dauert einen Moment.',
  'too-many-held': (limit) =>
    `Es warten schon ${n(limit ?? 50)} Prompts auf Freigabe. Versuch es gleich noch einmal.`,
  'not-approved': () => 'Die Moderation kam nicht rechtzeitig dazu. Schick es gern noch einmal.',
  'refused-by-moderator': () => 'Die Moderation hat es abgelehnt.',
  'refused-by-classifier': () => 'Das passt nicht in diesen Raum. Formulier es anders.',
  'classifier-down': () => 'Das konnte gerade nicht geprüft werden. Versuch es noch einmal.',

  'not-your-turn': () => 'Du bist gerade nicht dran.',
  'not-waiting': () => 'Von dir wartet nichts mehr.',
  'already-waiting': () => 'Du stehst schon in der Schlange.',
  'queue-full': (limit) =>
    limit === null ? 'Die Schlange ist voll.' : `Die Schlange ist voll: ${n(limit)} warten.`,
  'no-more-time': () => 'Mehr Zeit gibt es in diesem Zug nicht.',
  'no-prompts-left': (limit) =>
    limit === null || limit === 1
      ? 'Ein Prompt pro Zug, und deiner ist raus.'
      : `${n(limit)} Prompts pro Zug, und deine sind raus.`,
  'nobody-there': () => 'Diese Person ist nicht mehr da.',
  'skip-too-soon': () => 'Dieser Zug hat gerade erst begonnen. Warte noch kurz.',
  'cooling-down': () => 'Du warst gerade dran. Lass andere vor.',
  'already-proposed': () => 'Du hast schon etwas vorgeschlagen.',
  'proposals-full': (limit) =>
    `Es gibt schon ${limit === null ? 'genug' : n(limit)} Vorschläge. Bring deinen in der nächsten Runde.`,
  'voting-now': () => 'Die Abstimmung läuft. Bring deinen Vorschlag in der nächsten Runde.',
  'round-over': () => 'Diese Runde ist vorbei. Stimm in der neuen ab.',
  'no-such-choice': () => 'Diesen Vorschlag gibt es nicht mehr.',
  'take-too-soon': () => 'Gerade kam eine Antwort. Warte noch kurz.',
  'stage-only': () => 'Hier steuert der Host. Viel Spaß beim Zusehen.',
  'not-switchable': () => 'Darauf lässt sich dieser Raum nicht umstellen.',
  'unknown-mode': () => 'Diesen Modus kennt der Raum nicht.',
  'wrong-mode': () => 'Das geht im jetzigen Modus nicht.',

  'prompts-used': () => 'Der Zug endete, weil seine Prompts verbraucht waren.',
  'time-up': () => 'Der Zug endete, weil die Zeit um war.',
  idle: () => 'Der Zug endete, weil eine Weile nichts getippt wurde.',
  'not-claimed': () => 'Der Zug wurde nicht rechtzeitig angenommen.',
  passed: () => 'Der Zug wurde weitergegeben.',
  left: () => 'Das verfiel, als du die Schlange verlassen hast.',
  dropped: () => 'Die Verbindung war zu lange weg.',
  'skipped-by-vote': () => 'Die anderen wollten weitermachen und haben abgestimmt.',
  taken: () => 'Es kam keine Antwort, darum hat jemand anderes übernommen.',
  'skipped-by-moderator': () => 'Die Moderation hat den Zug beendet.',
  removed: () => 'Die Moderation hat dich hinausgebeten.',
  panic: () => 'Notstopp: Die Moderation hat die Prompts angehalten.',
  'mode-changed': () => 'Jetzt gilt ein anderer Modus. Schick es gern noch einmal.',
  'mode-broken': () => 'Dieser Modus funktioniert hier nicht. Jetzt geht es der Reihe nach.',

  'not-chosen': () => 'Diesmal nicht dabei. Bring den Vorschlag in der nächsten Runde noch einmal.',
  'no-quorum': () => 'Dafür haben zu wenige abgestimmt.',
  dismissed: () => 'Die Moderation hat sich dagegen entschieden.',

  'world-refused': () => 'So geht es nicht. Formulier es anders.',
  'world-moderation-down': () => 'Das konnte gerade nicht geprüft werden. Versuch es noch einmal.',
  'no-acknowledgement': () =>
    'Wir wissen nicht, ob das angekommen ist. Schau aufs Bild, bevor du es noch einmal versuchst.',
  'conductor-gone': () =>
    'Wir wissen nicht, ob das angekommen ist. Schau aufs Bild, bevor du es noch einmal versuchst.',
  'waited-too-long': () => 'Das hat zu lange gewartet. Schick es gern noch einmal.',
  'id-taken': () => 'Das wurde schon geschickt.',

  'no-conductor': () => 'Wir warten auf den Host. Dann geht es von selbst los.',
  'may-not-open': () => 'Diese Welt öffnet der Host. Bleib hier oder komm später wieder.',
  stopped: () => 'Das war’s. Der Host hat die Übertragung beendet.',
  'no-free-stream': () => 'Gerade sind alle Streams belegt.',
  'no-gpu': () => 'Gerade ist kein Rechner frei, der die Welt malt.',
  quota: () => 'Die Sendezeit ist vorerst aufgebraucht.',
  'rate-limited': () => 'Die Welt braucht einen Moment Geduld.',
  'account-suspended': () =>
    'Die Welt ist für diese Website gesperrt. Ihr Betreiber muss sich kümmern.',
  'bad-key': () =>
    'Der Schlüssel dieser Website wurde nicht angenommen. Ihr Betreiber muss sich kümmern.',
  unreachable: () => 'Die Welt ist gerade nicht erreichbar.',
  'stream-host': () =>
    'Das Bild kommt von einem Server, den diese Website nicht erlaubt. Ihr Betreiber muss sich kümmern.',
  'opening-timeout': () => 'Das Öffnen der Welt hat zu lange gedauert.',
  'model-crash': () => 'Die Welt ist gestolpert und fängt neu an.',
  'stream-ended': () => 'Der Stream ist zu Ende.',
  'stream-expired': () => 'Der Stream hat seine volle Länge erreicht.',
  'connection-lost': () => 'Die Verbindung zur Welt ist abgebrochen.',
  'handed-over': () => 'Eine andere Seite betreibt die Welt jetzt.',

  paused: () => 'Pause. Gleich geht es weiter.',
  'waits-for-host': () => 'Der Host öffnet diese Welt. Bleib hier, dann siehst du es sofort.',
  'out-of-hours': () => 'Um diese Zeit ist die Welt geschlossen.',
  'budget-rooms': () => 'Es sind schon so viele Welten offen, wie diese Website erlaubt.',
  'budget-day': () => 'Für heute ist die Zeit um.',
  'budget-month': () => 'Für diesen Monat ist die Zeit um.',

  'recording-gone': () => 'Diese Aufnahme gibt es nicht mehr.',
  'replay-off': () => 'Hier wird nichts zum Nachsehen aufgehoben.',

  'no-such-person': () => 'Diese Person ist hier nicht mehr bekannt.',
  'no-such-thing': () => 'Das gibt es nicht mehr.',
  'rule-fixed': () => 'Diese Regel steht in den Einstellungen des Servers fest.',
  'unmatchable-word': () => 'Eines dieser Wörter kann in keinem Prompt vorkommen.',
  'nothing-to-undo': () => 'Es gibt nichts rückgängig zu machen.',

  banned: () => 'Die Moderation hat dich aus diesem Raum ausgeschlossen.',
  'room-locked': () =>
    'Der Raum lässt gerade niemanden herein. Wir versuchen es automatisch weiter.',
  'room-full': () => 'Der Raum ist gerade voll. Wir versuchen es automatisch weiter.',
  'token-expired': () => 'Deine Anmeldung für diesen Raum ist abgelaufen. Lade die Seite neu.',
  'name-refused': () => 'Dieser Name geht hier nicht. Bitte wähle einen anderen.',
  'too-many-invites': (limit) =>
    `Höchstens ${n(limit ?? 100)} auf einmal. Zieh welche zurück, die du nicht mehr brauchst.`,
  'too-many-cues': (limit) =>
    `Höchstens ${n(limit ?? 100)} vorbereitete Prompts. Entfern welche, die du nicht mehr brauchst.`,
  'bad-invite': () => 'Diese Einladung ist aufgebraucht oder nicht mehr gültig.',

  malformed: () =>
    'Das hat der Raum nicht verstanden. Vielleicht hilft es, die Seite neu zu laden.',
  'too-large': () => 'Das war zu viel für eine Nachricht.',
  'too-fast': () => 'Das war etwas schnell. Warte einen Moment.',
  'hello-first': () => 'Der Raum kennt diese Seite noch nicht. Versuch es gleich noch einmal.',
  'wrong-version': () => 'Diese Seite ist veraltet. Lade sie neu, um mitzumachen.',
  'bad-token': () => 'Die Anmeldung dieser Seite wurde nicht angenommen.',
  'wrong-origin': () =>
    'Diese Website darf den Raum nicht zeigen. Sein Betreiber muss es erlauben.',
  'not-configured': () =>
    'Dieser Raum ist noch nicht eingerichtet. Sein Betreiber muss sich kümmern.',
  'not-allowed': () => 'Das darfst du hier nicht.',
  'stale-epoch': () => 'Inzwischen betreibt eine andere Seite die Welt.',
  offline: () =>
    'Du bist nicht verbunden, darum ging es nicht raus. Versuch es, sobald du wieder da bist.',
  closed: () => 'Die Verbindung wurde geschlossen.',
});

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
