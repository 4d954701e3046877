import { reasons, turnEnds } from './ja-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: '参加する',
      code: (address) => `${address} の QR コード`,
      tooLong: (bytes) =>
        `このアドレスは QR コードには長すぎます（最大 ${bytes} 文字）。短いリンクを使ってください。`,
      noAddress: 'ウェブアドレスではないため、QR コードはありません。',
    },
    ownName: { name: 'あなたの名前', emoji: 'あなたの絵文字', noEmoji: '絵文字なし', save: '保存' },
    alerts: {
      yourTurn: '● あなたの番です',
      next: '次はあなたの番です',
      notice: 'あなたの番です',
      noticeIn: (room) => `「${room}」に戻って、次に起こることを書いてください。`,
    },
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `ライブの世界「${room}」`,
      picture: 'ライブ映像',
      missingRoom: 'この要素にはルームの指定が必要です: <odyssey-broadcast room="lobby">',
      missingHost:
        'この要素にはルームサーバーの指定が必要です: <odyssey-broadcast host="rooms.example.com">',
      authorNote: 'このページの作成者へのお知らせ',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" は使えません。指定できる値: ${choices}`,
      chunkMissing: 'ページの一部を読み込めませんでした。再読み込みしてください。',
      joining: 'ルームに参加中…',
      watch: 'ライブを見る',
    },
    strip: {
      strip: '配信をさかのぼる',
      live: 'ライブ',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `${clock}前。${name}：${text}`,
      beginning: (clock) => `${clock}前`,
      backToLive: 'ライブに戻る',
      stillRuns: 'この部分はまだ配信中です。映像だけ表示しています。終わると見られます。',
      fetching: '録画を読み込み中…',
      trouble: 'この部分は今は見られません。',
    },
    reactions: {
      toolbar: 'リアクション',
      open: 'リアクション',
      names: {
        '👏': '拍手',
        '❤️': '大好き',
        '😂': '笑',
        '😮': 'わあ',
        '🔥': 'アツい',
        '🎉': 'おめでとう',
      },
      soFar: (name, count) => `${name}、これまで${count}`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
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
    },
  };
};

export const staff = () => import('./ja-staff.js');
