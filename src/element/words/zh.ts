import { counting } from './language.js';
import type { Unfinished } from './translation.js';
import { reasons, turnEnds } from './zh-reasons.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: '扫码参加',
      code: (address) => `${address} 的二维码`,
      tooLong: (bytes) => `这个网址太长，无法生成二维码：最多 ${bytes} 个字符。请使用短链接。`,
      noAddress: '这不是网址，因此没有二维码。',
    },
    ownName: { name: '你的名字', emoji: '你的表情', noEmoji: '不用表情', save: '保存' },
    alerts: {
      yourTurn: '● 轮到你了',
      next: '下一个就是你',
      notice: '轮到你了',
      noticeIn: (room) => `在“${room}”。回来写下接下来会发生什么。`,
    },
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
    },
    strip: {
      strip: '在直播中回看',
      live: '直播',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `${clock} 前。${name}：${text}`,
      beginning: (clock) => `${clock} 前`,
      backToLive: '回到直播',
      stillRuns: '这部分还在进行：先看画面，结束后可以回放。',
      fetching: '正在加载录像…',
      trouble: '这部分现在无法回放。',
    },
    reactions: {
      toolbar: '表情回应',
      open: '回应',
      names: {
        '👏': '鼓掌',
        '❤️': '喜欢',
        '😂': '哈哈',
        '😮': '哇',
        '🔥': '火爆',
        '🎉': '庆祝',
      },
      soFar: (name, count) => `${name}，目前 ${count}`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
      queue: { name: '排队', sentence: '大家排队，排在最前面的人操作一会儿。' },
      open: { name: '人人可发', sentence: '谁都可以随时发提示词，发完休息一会儿。' },
      vote: { name: '投票', sentence: '大家提议再投票，票数最多的提议会实现。' },
      raffle: { name: '抽签', sentence: '大家提议，由人人可核对的抽签决定。' },
      curated: { name: '建议', sentence: '大家提建议并点赞，由主持人或管理员挑选。' },
      baton: { name: '接力棒', sentence: '一个人想掌控多久就多久，其他人可以要接力棒。' },
      stage: { name: '舞台', sentence: '只有主持人、管理员和程序能发提示词，其他人观看。' },
    },
  };
};

export const staff = () => import('./zh-staff.js');
