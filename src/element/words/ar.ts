import { reasons, turnEnds } from './ar-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    words: {
      reasons: reasons(count),
      turnEnds,
      region: (room) => `عالم مباشر «${room}»`,
      picture: 'العالم، بث مباشر',
      missingRoom: 'يحتاج هذا العنصر إلى غرفة: <odyssey-broadcast room="lobby">.',
      missingHost:
        'يحتاج هذا العنصر إلى عنوان خادم الغرف: <odyssey-broadcast host="rooms.example.com">.',
      authorNote: 'ملاحظة لمن أنشأ هذه الصفحة',
      unknownValue: (attribute, value, choices) =>
        `القيمة ${attribute}="${value}" غير معروفة. القيم الممكنة: ${choices}.`,
      chunkMissing: 'تعذّر تحميل جزء من الصفحة. أعِد تحميلها.',
      joining: 'جارٍ دخول الغرفة…',
      watch: 'شاهد البث المباشر',
      watchRoom: (room) => `شاهد البث المباشر: «${room}»`,
    },
  };
};

export const staff = () => import('./ar-staff.js');
