import type { Counting } from './language.js';
import type { Reasons, TurnEnds } from './translation.js';

export const reasons = ({ number: n }: Counting): Reasons => ({
  empty: () => 'Aún no hay nada escrito. Escribe qué debe pasar.',
  'too-long': (limit) => `Demasiado largo: máximo ${n(limit ?? 200)} caracteres.`,
  'too-many': (limit) => `Máximo ${n(limit ?? 10)} prompts por minuto.`,
  repeat: () => 'Alguien acaba de pedirlo.',
  locked: () => 'La moderación ha detenido los prompts.',
  muted: () => 'Por ahora no puedes enviar prompts.',
  'queue-locked': () => 'La cola no admite a nadie más por ahora.',
  'no-moderator': () => 'Los prompts se abren cuando haya alguien moderando.',
  links: () => 'Aquí no se admiten enlaces. Dilo con tus palabras.',
  words: () => 'Hay una palabra que aquí no se permite. Dilo de otra manera.',
  'too-many-from-address': () => 'Desde tu red han llegado demasiados a la vez.',

  'awaits-approval': () => 'A la espera de que la moderación lo apruebe.',
  'being-checked': () => 'Lo estamos revisando. Será un momento.',
  'too-many-held': (limit) =>
    `Ya hay ${n(limit ?? 50)} prompts esperando aprobación. Prueba dentro de un momento.`,
  'not-approved': () => 'La moderación no llegó a tiempo. Puedes enviarlo otra vez.',
  'refused-by-moderator': () => 'La moderación lo ha rechazado.',
  'refused-by-classifier': () => 'Eso no encaja en esta sala. Dilo de otra manera.',
  'classifier-down': () => 'No se pudo revisar en este momento. Inténtalo otra vez.',

  'not-your-turn': () => 'Ahora no es tu turno.',
  'not-waiting': () => 'Ya no tienes nada en espera.',
  'already-waiting': () => 'Ya estás en la cola.',
  'queue-full': (limit) =>
    limit === null ? 'La cola está llena.' : `La cola está llena: esperan ${n(limit)}.`,
  'no-more-time': () => 'Este turno ya no se puede alargar.',
  'no-prompts-left': (limit) =>
    limit === null || limit === 1
      ? 'Un prompt por turno, y el tuyo ya está enviado.'
      : `${n(limit)} prompts por turno, y los tuyos ya están enviados.`,
  'nobody-there': () => 'Esa persona ya no está.',
  'skip-too-soon': () => 'Este turno acaba de empezar. Espera un poco.',
  'cooling-down': () => 'Acabas de tener uno. Deja pasar a los demás.',
  'already-proposed': () => 'Ya tienes una propuesta.',
  'proposals-full': (limit) =>
    `Ya hay ${limit === null ? 'bastantes' : n(limit)} propuestas. Preséntala en la próxima ronda.`,
  'voting-now': () => 'Se está votando. Presenta tu propuesta en la próxima ronda.',
  'round-over': () => 'Esa ronda ya terminó. Vota en la actual.',
  'no-such-choice': () => 'Esa propuesta ya no está.',
  'take-too-soon': () => 'Acaban de responder. Espera un poco.',
  'stage-only': () => 'Aquí dirige el anfitrión. Disfruta del espectáculo.',
  'not-switchable': () => 'Esta sala no se puede cambiar a eso.',
  'unknown-mode': () => 'Esta sala no conoce ese modo.',
  'wrong-mode': () => 'Eso no se puede en el modo actual.',

  'prompts-used': () => 'El turno terminó porque se usaron sus prompts.',
  'time-up': () => 'El turno terminó porque se acabó el tiempo.',
  idle: () => 'El turno terminó porque no se escribió nada durante un rato.',
  'not-claimed': () => 'El turno no se tomó a tiempo.',
  passed: () => 'El turno se cedió.',
  left: () => 'Se retiró cuando dejaste la cola.',
  dropped: () => 'La conexión se perdió demasiado tiempo.',
  'skipped-by-vote': () => 'Los demás votaron por continuar.',
  taken: () => 'Nadie respondió y otra persona tomó el relevo.',
  'skipped-by-moderator': () => 'La moderación terminó el turno.',
  removed: () => 'La moderación te pidió que salieras.',
  panic: () => 'Parada de emergencia: la moderación ha detenido los prompts.',
  'mode-changed': () => 'Ahora hay otro modo. Puedes enviarlo otra vez.',
  'mode-broken': () => 'Ese modo no funciona aquí. Ahora se hace cola.',

  'not-chosen': () => 'Esta vez no salió elegida. Preséntala otra vez en la próxima ronda.',
  'no-quorum': () => 'Votaron muy pocos para decidir.',
  dismissed: () => 'La moderación la descartó.',

  'world-refused': () => 'Este no. Prueba a decirlo de otra manera.',
  'world-moderation-down': () => 'No se pudo revisar en este momento. Inténtalo otra vez.',
  'no-acknowledgement': () => 'No sabemos si llegó. Mira la imagen antes de intentarlo de nuevo.',
  'conductor-gone': () => 'No sabemos si llegó. Mira la imagen antes de intentarlo de nuevo.',
  'waited-too-long': () => 'Esperó demasiado. Puedes enviarlo otra vez.',
  'id-taken': () => 'Este ya se envió.',

  'no-conductor': () => 'Esperando a que se conecte el anfitrión. Empieza por sí solo.',
  'may-not-open': () => 'Este mundo lo abre su anfitrión. Quédate o vuelve más tarde.',
  stopped: () => 'Eso es todo. El anfitrión terminó la transmisión.',
  'no-free-stream': () => 'Todas las transmisiones están ocupadas ahora mismo.',
  'no-gpu': () => 'No hay ninguna máquina libre para pintar el mundo.',
  quota: () => 'El tiempo de transmisión se ha agotado por ahora.',
  'rate-limited': () => 'El mundo pide un poco de paciencia.',
  'account-suspended': () => 'El mundo está cerrado para este sitio. Su responsable debe actuar.',
  'bad-key': () => 'No se aceptó la clave de este sitio. Su responsable debe actuar.',
  unreachable: () => 'No se puede llegar al mundo en este momento.',
  'stream-host': () =>
    'La imagen viene de un servidor que este sitio no permite. Su responsable debe actuar.',
  'opening-timeout': () => 'El mundo tardó demasiado en abrirse.',
  'model-crash': () => 'El mundo tropezó y tiene que empezar de nuevo.',
  'stream-ended': () => 'La transmisión ha llegado a su fin.',
  'stream-expired': () => 'La transmisión alcanzó su duración máxima.',
  'connection-lost': () => 'Se cortó la conexión con el mundo.',
  'handed-over': () => 'Ahora otra página hace funcionar el mundo.',

  paused: () => 'En pausa. Volvemos pronto.',
  'waits-for-host': () => 'Este mundo lo abre el anfitrión. Quédate, se abrirá aquí.',
  'out-of-hours': () => 'A esta hora el mundo está cerrado.',
  'budget-rooms': () => 'Ya hay abiertos tantos mundos como permite este sitio.',
  'budget-day': () => 'Se acabó el tiempo por hoy.',
  'budget-month': () => 'Se acabó el tiempo por este mes.',

  'recording-gone': () => 'Esa grabación ya no existe.',
  'replay-off': () => 'Aquí no se guarda nada para volver a verlo.',

  'no-such-person': () => 'Esa persona ya no se conoce aquí.',
  'no-such-thing': () => 'Eso ya no existe.',
  'rule-fixed': () => 'Esa regla está fijada en los ajustes del servidor.',
  'unmatchable-word': () => 'Una de esas palabras no puede aparecer en ningún prompt.',
  'nothing-to-undo': () => 'No hay nada que deshacer.',

  banned: () => 'La moderación te ha cerrado esta sala.',
  'room-locked': () =>
    'La sala no deja entrar a nadie por ahora. Se volverá a intentar automáticamente.',
  'room-full': () => 'La sala está llena por ahora. Se volverá a intentar automáticamente.',
  'token-expired': () => 'Tu acceso a esta sala ha caducado. Recarga la página.',
  'name-refused': () => 'Ese nombre no se puede usar aquí. Elige otro.',
  'too-many-invites': (limit) =>
    `Máximo ${n(limit ?? 100)} a la vez. Revoca las que ya no hagan falta.`,
  'too-many-cues': (limit) =>
    `Máximo ${n(limit ?? 100)} prompts preparados. Quita los que ya no hagan falta.`,
  'bad-invite': () => 'Esta invitación está agotada o ya no es válida.',

  malformed: () => 'La sala no lo entendió. Quizá ayude recargar la página.',
  'too-large': () => 'Eso fue demasiado para un solo mensaje.',
  'too-fast': () => 'Eso fue un poco rápido. Espera un momento.',
  'hello-first': () => 'La sala aún no conoce esta página. Prueba dentro de un momento.',
  'wrong-version': () => 'Esta página está desactualizada. Recárgala para participar.',
  'bad-token': () => 'No se aceptó el acceso de esta página.',
  'wrong-origin': () => 'Este sitio no puede mostrar la sala. Su responsable debe permitirlo.',
  'not-configured': () => 'Esta sala aún no está configurada. Su responsable debe actuar.',
  'not-allowed': () => 'Eso no lo puedes hacer aquí.',
  'stale-epoch': () => 'Otra página hace funcionar el mundo ahora.',
  offline: () => 'No tienes conexión y no se envió. Inténtalo cuando vuelvas.',
  closed: () => 'La conexión se cerró.',
});

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
