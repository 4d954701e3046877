import { counting } from './language.js';
import type { Unfinished } from './translation.js';
import { reasons, turnEnds } from './zh-reasons.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `直播世界“${room}”`,
      picture: '世界直播画面',
      missingRoom: '此组件需要指定房间：<odyssey-broadcast room="lobby">。',
      missingHost: '此组件需要指定房间服务器：<odyssey-broadcast host="rooms.example.com">。',
      authorNote: '给页面作者的提示',
      unknownValue: (attribute, value, choices) =>
        `${attribute}="${value}" 无法识别。可用的值：${choices}。`,
      chunkMissing: '页面有一部分没能加载，请刷新页面。',
      joining: '正在进入房间…',
      watch: '观看直播',
      watchRoom: (room) => `观看直播：“${room}”`,
    },
  };
};

export const staff = () => import('./zh-staff.js');
