import type { Counting } from './language.js';
import type { Reasons, TurnEnds } from './translation.js';

export const reasons = ({ number: n }: Counting): Reasons => ({
  empty: () => 'Ainda não tem nada escrito. Escreva o que deve acontecer.',
  'too-long': (limit) => `Longo demais: no máximo ${n(limit ?? 200)} caracteres.`,
  'too-many': (limit) => `No máximo ${n(limit ?? 10)} prompts por minuto.`,
  repeat: () => 'Alguém acabou de pedir isso.',
  locked: () => 'A moderação pausou os prompts.',
  muted: () => 'Você não pode enviar prompts por enquanto.',
  'queue-locked': () => 'A fila não aceita mais ninguém no momento.',
  'no-moderator': () => 'Os prompts abrem quando a moderação chegar.',
  links: () => 'Sem links aqui. Diga com suas palavras.',
  words: () => 'Tem uma palavra que não é permitida aqui. Diga de outro jeito.',
  'too-many-from-address': () => 'Chegou muita coisa da sua rede de uma vez.',

  'awaits-approval': () => 'Aguardando a aprovação da moderação.',
  'being-checked': () => 'Em verificação. Só um momento.',
  'too-many-held': (limit) =>
    `Já há ${n(limit ?? 50)} prompts aguardando aprovação. Tente daqui a pouco.`,
  'not-approved': () => 'A moderação não chegou a tempo. Se quiser, envie de novo.',
  'refused-by-moderator': () => 'A moderação recusou.',
  'refused-by-classifier': () => 'Isso não combina com esta sala. Diga de outro jeito.',
  'classifier-down': () => 'Não deu para verificar agora. Tente de novo.',

  'not-your-turn': () => 'Não é a sua vez agora.',
  'not-waiting': () => 'Você não tem mais nada na espera.',
  'already-waiting': () => 'Você já está na fila.',
  'queue-full': (limit) =>
    limit === null ? 'A fila está cheia.' : `A fila está cheia: ${n(limit)} esperando.`,
  'no-more-time': () => 'Esta vez não pode mais ser prolongada.',
  'no-prompts-left': (limit) =>
    limit === null || limit === 1
      ? 'Um prompt por vez, e o seu já foi.'
      : `${n(limit)} prompts por vez, e os seus já foram.`,
  'nobody-there': () => 'Essa pessoa não está mais aqui.',
  'skip-too-soon': () => 'Acabou de começar. Espere um pouco.',
  'cooling-down': () => 'Você acabou de participar. Deixe os outros irem.',
  'already-proposed': () => 'Você já tem uma proposta.',
  'proposals-full': (limit) =>
    `Já há ${limit === null ? 'bastantes' : n(limit)} propostas. Mande na próxima rodada.`,
  'voting-now': () => 'A votação está aberta. Mande na próxima rodada.',
  'round-over': () => 'Essa rodada acabou. Vote na atual.',
  'no-such-choice': () => 'Essa proposta não está mais aqui.',
  'take-too-soon': () => 'Acabaram de responder. Espere um pouco.',
  'stage-only': () => 'Aqui quem comanda é o anfitrião. Aproveite o show.',
  'not-switchable': () => 'Esta sala não pode mudar para isso.',
  'unknown-mode': () => 'Esta sala não conhece esse modo.',
  'wrong-mode': () => 'Isso não dá no modo atual.',

  'prompts-used': () => 'A vez acabou porque os prompts foram usados.',
  'time-up': () => 'A vez acabou porque o tempo esgotou.',
  idle: () => 'A vez acabou porque nada foi digitado por um tempo.',
  'not-claimed': () => 'A vez não foi assumida a tempo.',
  passed: () => 'A vez foi passada adiante.',
  left: () => 'Foi retirado quando você saiu da fila.',
  dropped: () => 'A conexão ficou perdida por muito tempo.',
  'skipped-by-vote': () => 'Os outros votaram para seguir em frente.',
  taken: () => 'Ninguém respondeu, e outra pessoa assumiu.',
  'skipped-by-moderator': () => 'A moderação encerrou a vez.',
  removed: () => 'A moderação pediu que você saísse.',
  panic: () => 'Parada de emergência: a moderação pausou os prompts.',
  'mode-changed': () => 'Agora vale outro modo. Se quiser, envie de novo.',
  'mode-broken': () => 'Esse modo não funciona aqui. Agora é por fila.',

  'not-chosen': () => 'Não foi desta vez. Mande de novo na próxima rodada.',
  'no-quorum': () => 'Poucos votaram para decidir.',
  dismissed: () => 'A moderação deixou essa de fora.',

  'world-refused': () => 'Essa não. Tente dizer de outro jeito.',
  'world-moderation-down': () => 'Não deu para verificar agora. Tente de novo.',
  'no-acknowledgement': () =>
    'Não dá para saber se deu certo. Olhe a imagem antes de tentar de novo.',
  'conductor-gone': () => 'Não dá para saber se deu certo. Olhe a imagem antes de tentar de novo.',
  'waited-too-long': () => 'Esperou demais. Se quiser, envie de novo.',
  'id-taken': () => 'Esse já foi enviado.',

  'no-conductor': () => 'Aguardando o anfitrião se conectar. Começa sozinho.',
  'may-not-open': () => 'Quem abre este mundo é o anfitrião. Fique por aqui ou volte mais tarde.',
  stopped: () => 'É isso! O anfitrião encerrou a transmissão.',
  'no-free-stream': () => 'Todas as transmissões estão em uso no momento.',
  'no-gpu': () => 'Nenhuma máquina está livre para pintar o mundo.',
  quota: () => 'O tempo de transmissão acabou por enquanto.',
  'rate-limited': () => 'O mundo pede um pouco de paciência.',
  'account-suspended': () => 'O mundo está fechado para este site. O responsável precisa resolver.',
  'bad-key': () => 'A chave deste site não foi aceita. O responsável precisa resolver.',
  unreachable: () => 'Não dá para acessar o mundo no momento.',
  'stream-host': () =>
    'A imagem vem de um servidor que este site não permite. O responsável precisa resolver.',
  'opening-timeout': () => 'O mundo demorou demais para abrir.',
  'model-crash': () => 'O mundo tropeçou e vai começar de novo.',
  'stream-ended': () => 'A transmissão chegou ao fim.',
  'stream-expired': () => 'A transmissão atingiu a duração máxima.',
  'connection-lost': () => 'A conexão com o mundo caiu.',
  'handed-over': () => 'Outra página comanda o mundo agora.',

  paused: () => 'Pausado. Já voltamos.',
  'waits-for-host': () => 'Quem abre este mundo é o anfitrião. Fique, ele abre aqui.',
  'out-of-hours': () => 'O mundo está fechado neste horário.',
  'budget-rooms': () => 'Já estão abertos todos os mundos que este site permite.',
  'budget-day': () => 'O tempo de hoje acabou.',
  'budget-month': () => 'O tempo deste mês acabou.',

  'recording-gone': () => 'Essa gravação não existe mais.',
  'replay-off': () => 'Aqui nada fica guardado para rever.',

  'no-such-person': () => 'Essa pessoa não é mais conhecida aqui.',
  'no-such-thing': () => 'Isso não existe mais.',
  'rule-fixed': () => 'Essa regra está fixada nas configurações do servidor.',
  'unmatchable-word': () => 'Uma dessas palavras não pode aparecer em nenhum prompt.',
  'nothing-to-undo': () => 'Não há nada para desfazer.',

  banned: () => 'A moderação fechou esta sala para você.',
  'room-locked': () =>
    'A sala não deixa ninguém entrar no momento. Vamos tentar de novo automaticamente.',
  'room-full': () => 'A sala está cheia no momento. Vamos tentar de novo automaticamente.',
  'token-expired': () => 'Seu acesso a esta sala expirou. Recarregue a página.',
  'name-refused': () => 'Esse nome não pode ser usado aqui. Escolha outro.',
  'too-many-invites': (limit) =>
    `No máximo ${n(limit ?? 100)} ao mesmo tempo. Revogue os que não são mais necessários.`,
  'too-many-cues': (limit) =>
    `No máximo ${n(limit ?? 100)} prompts preparados. Remova os que não são mais necessários.`,
  'bad-invite': () => 'Este convite já foi usado ou não vale mais.',

  malformed: () => 'A sala não entendeu. Recarregar a página pode ajudar.',
  'too-large': () => 'Foi demais para uma mensagem só.',
  'too-fast': () => 'Foi um pouco rápido. Espere um momento.',
  'hello-first': () => 'A sala ainda não conhece esta página. Tente daqui a pouco.',
  'wrong-version': () => 'Esta página está desatualizada. Recarregue para participar.',
  'bad-token': () => 'O acesso desta página não foi aceito.',
  'wrong-origin': () => 'Este site não pode mostrar a sala. O responsável precisa permitir.',
  'not-configured': () => 'Esta sala ainda não foi configurada. O responsável precisa resolver.',
  'not-allowed': () => 'Você não pode fazer isso aqui.',
  'stale-epoch': () => 'Outra página já comanda o mundo.',
  offline: () => 'Você está sem conexão, e nada foi enviado. Tente quando voltar.',
  closed: () => 'A conexão foi encerrada.',
});

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
    (name) => `Ninguém respondeu por ${name}, e outra pessoa assumiu.`,
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
