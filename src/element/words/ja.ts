import { reasons, turnEnds } from './ja-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
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
      watchRoom: (room) => `ライブを見る:「${room}」`,
    },
  };
};

export const staff = () => import('./ja-staff.js');
