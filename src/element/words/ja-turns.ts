import type { Counting } from './language.js';
import type { ModesIn, NamesIn, TurnEnds } from './translation.js';

export const modes = ({ number: n }: Counting): ModesIn => ({
  changed: (mode) => `モードが変わりました：${mode}`,
  open: {
    free: '誰でも参加できます。次に起きることを書きましょう。',
    after: (ahead) => `ほかの${n(ahead)}件のあとに実行されます。`,
    againNow: 'また送れるようになりました。',
    sent: (place) =>
      place === 1 ? '次はあなたのプロンプトです。' : `あなたの前に${n(place - 1)}件あります。`,
  },
  round: {
    proposals: (count) => `提案 ${n(count)}件`,
    idle: 'まだ提案はありません',
    propose: '次に起きることを提案しましょう',
    send: '提案する',
    begins: (time) => `提案すると${time}のラウンドが始まります。`,
    proposeFor: (time) => `提案の受付はあと${time}です。`,
    proposeStill: 'ラウンドに加わり、ワールドが戻ると続きます。',
    proposed: '提案を出しました。',
    proposedNext: '提案は次のラウンドに入ります。',
    ownWon: 'あなたの提案が選ばれました。',
    nextRound: '次のラウンドに提案しましょう。',
    again: (clock) => `次の提案まで ${clock}`,
    againStill: '提案は次のラウンドで受け付けます。',
    nothing: '選ばれた提案はありません',
    tied: '同点です',
    hostDecides: (time) =>
      time === null
        ? 'ホストが決めます。'
        : `${time}以内にホストが決めます。決まらなければ最も早いものが選ばれます。`,
    level: (count, votes) =>
      votes === 0 ? `${n(count)}件とも票なし` : `${n(count)}件が${n(votes)}票ずつ`,
    news: {
      propose: (time) => `新しいラウンドです。${time}、提案を受け付けます。`,
      vote: (time) => `投票は${time}です。`,
      draw: 'まもなく抽選です。',
      ownWon: (text) => `あなたの提案が選ばれました：${text}`,
    },
  },
  vote: {
    now: '投票しましょう',
    yours: '投票しました',
    change: 'まだ変更できます。',
    oneEach: '1人1票です。変更もできます。',
    quorum: (count) => `${n(count)}人以上の投票が必要です。`,
    for: '投票する：',
    own: 'あなたの票',
    winner: (text) => `「${text}」が選ばれました`,
    hiddenWinner: '提案が選ばれました',
    only: 'ほかに提案はありませんでした。',
    clear: (votes, all) => `${n(all)}票のうち${n(votes)}票を集めました。`,
    youDecide: 'あなたが選べます。',
    earliest: (count) => (count === 2 ? '早いほうが選ばれました' : '最も早いものが選ばれました'),
    random: '抽選で決まりました',
    host: 'ホストが決めました',
    decided: (level, how) => `${level}で、${how}。`,
    runoff: (votes, all) => `同点でした。決選投票で${n(all)}票のうち${n(votes)}票を集めました。`,
    voted: (count, needed) => `投票したのは${n(count)}人、必要なのは${n(needed)}人です。`,
  },
  raffle: {
    headline: '提案を抽選に出しましょう',
    drawing: '抽選中…',
    every: 'どの提案も同じ確率です。',
    drawn: (text) => `「${text}」が当たりました`,
    hidden: '提案が当たりました',
    nobody: '抽選するものがありませんでした。',
    of: (count) => (count === 1 ? 'ほかに提案はありませんでした。' : `${n(count)}件の中から。`),
    promise: '抽選はもう決まっています。これは秘密の数の指紋です。',
    fingerprint: '指紋',
    seed: '秘密の数',
    revealed: '秘密の数が公開されました。誰でも抽選をやり直して確かめられます。',
    check: '抽選を確かめる',
    checking: '確認中…',
    holds: '確認しました：公正な抽選でした。',
    fails: '一致しません：数、指紋、当選が合いません。',
    cannot: 'httpsで読み込まれていないため、このページでは確かめられません。',
  },
  curated: {
    heading: '提案',
    send: '提案する',
    hint: '次に起きることを提案しましょう。ホストが選びます。',
    chooser: 'あなたが選びます。',
    chosenBy: 'ホストかモデレーターが選びます。',
    none: 'まだ提案はありません。',
    mine: '提案を出しました。',
    chosen: 'あなたの提案が選ばれました。',
    place: (place) =>
      place === 1 ? '次に実行されます。' : `あと${n(place - 1)}件のあとに実行されます。`,
    waiting: (count) => `${n(count)}件が選ばれています。`,
    for: 'いいね：',
    own: 'いいね済み',
    dismiss: '見送る',
    dismissLabel: (text) => `「${text}」を見送る`,
  },
  baton: {
    take: 'バトンを取る',
    free: 'バトンは空いています。次に起きることを書きましょう。',
    ask: 'バトンを求める',
    held: (name) => `${name}さんがバトンを持っています。バトンを求めて、先に書いておきましょう。`,
    asking: (place) => `バトンは${place}です。先に書いておけます。`,
    askingNext: '次にバトンが来ます。先に書いておけます。',
    mine: 'バトンはあなたの手に。好きなだけどうぞ。',
    stop: '取り消す',
    contest: '引き継ぐ',
    keep: '持ち続ける',
    pass: '渡す',
    putDown: '手放す',
    wantsMine: (name, time) => `${name}さんがバトンを求めています。${time}以内に答えてください。`,
    wantsTheirs: (name, holder, time) =>
      `${name}さんがバトンを求めています。${holder}さんの返事まで${time}です。`,
    wantsStill: (name) => `${name}さんがバトンを求めています。ワールドの再開を待っています。`,
    youWant: (holder, time) => `${holder}さんの返事がなければ、${time}後にあなたのものです。`,
    kept: (name) => `${name}さんがバトンを持ち続けます。`,
    line: 'バトンを待つ人',
    contested: (name, time) =>
      `${name}さんがバトンを求めています。${time}以内に答えないと渡ります。`,
    contestedOf: (name, holder) => `${name}さんが${holder}さんのバトンを求めています。`,
  },
  generic: {
    asking: (place) => `${place}です。先に書いておけます。`,
  },
  choices: {
    by: (name) => `${name}さん`,
    byYou: 'あなた',
    more: (count) => `ほか${n(count)}件`,
    votes: () => '票',
    won: '決定',
    choose: '実行',
    chooseLabel: (text) => `「${text}」を実行`,
  },
  sentence: (text) => `${text}。`,
  switching: {
    vote: (mode, votes, needed) => `「${mode}」に投票 · ${n(votes)}/${n(needed)}`,
    stay: (mode) => `「${mode}」のまま`,
  },
});

export const modeNames: NamesIn = {
  queue: { name: '順番待ち', sentence: '列に並び、先頭の人がしばらくワールドを動かします。' },
  open: { name: '自由参加', sentence: '誰でもいつでも送れます。送ったら少し休みます。' },
  vote: {
    name: '投票',
    sentence: 'みんなで提案して投票し、最も票を集めた提案が実行されます。',
  },
  raffle: { name: '抽選', sentence: 'みんなで提案し、誰でも確かめられる抽選で決まります。' },
  curated: {
    name: '提案',
    sentence: 'みんなで提案して応援し、ホストかモデレーターが選びます。',
  },
  baton: { name: 'バトン', sentence: '1人が好きなだけ動かし、ほかの人はバトンを求めます。' },
  stage: {
    name: 'ステージ',
    sentence: 'ホスト、モデレーター、プログラムだけが送り、ほかの人は見て楽しみます。',
  },
};

export const turnEnds: TurnEnds = {
  'prompts-used': [
    (name) => `${name}さんの番が終わりました。`,
    'あなたの番が終わりました。お見事！',
  ],
  'time-up': [(name) => `${name}さんは時間切れです。`, '時間切れです。'],
  idle: [
    (name) => `${name}さんの入力がなかったため、次へ進みました。`,
    'しばらく入力がなかったため、次へ進みました。',
  ],
  'not-claimed': [
    (name) => `${name}さんは時間内に番を受け取りませんでした。`,
    '時間内に番を受け取らなかったため、次へ進みました。',
  ],
  passed: [(name) => `${name}さんが番を譲りました。`, '番を譲りました。'],
  left: [(name) => `${name}さんが番を終えました。`, '番を終えました。'],
  dropped: [(name) => `${name}さんの接続が切れました。`, '接続が切れたため、次へ進みました。'],
  'skipped-by-vote': [
    (name) => `投票で${name}さんの番がスキップされました。`,
    '投票で次へ進みました。',
  ],
  taken: [
    (name) => `${name}さんの返事がなく、ほかの人が引き継ぎました。`,
    '返事がなかったため、ほかの人が引き継ぎました。',
  ],
  'skipped-by-moderator': [
    (name) => `モデレーターが${name}さんの番を終わらせました。`,
    'モデレーターがあなたの番を終わらせました。',
  ],
  removed: [
    (name) => `モデレーターが${name}さんに退出を求めました。`,
    'モデレーターが退出を求めたため、次へ進みました。',
  ],
  panic: [
    (name) => `緊急停止：${name}さんの番は終わりです。`,
    '緊急停止：あなたの番は終わりです。',
  ],
  'mode-changed': [
    (name) => `モードが変わり、${name}さんの番は終わりです。`,
    'モードが変わり、あなたの番は終わりです。',
  ],
};
