import { reasons, turnEnds } from './ar-reasons.js';
import { counting } from './language.js';
import type { Unfinished } from './translation.js';

export const translation: Unfinished = (locale) => {
  const count = counting(locale);
  return {
    hall: {
      join: 'شارك معنا',
      code: (address) => `رمز QR للعنوان ${address}`,
      tooLong: (bytes) =>
        `هذا العنوان أطول من أن يوضع في رمز QR: ${bytes} حرفًا على الأكثر. استخدم رابطًا قصيرًا.`,
      noAddress: 'هذا ليس عنوان ويب، لذلك لا يوجد رمز QR له.',
    },
    ownName: { name: 'اسمك', emoji: 'رمزك التعبيري', noEmoji: 'بلا رمز', save: 'حفظ' },
    alerts: {
      yourTurn: '● حان دورك',
      next: 'دورك هو التالي',
      notice: 'حان دورك',
      noticeIn: (room) => `في «${room}». عُد واكتب ما الذي سيحدث بعد ذلك.`,
    },
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
    },
    strip: {
      strip: 'الرجوع في البث',
      live: 'مباشر',
      ago: (clock) => `−${clock}`,
      moment: (clock, name, text) => `قبل ${clock}. ${name}: ${text}`,
      beginning: (clock) => `قبل ${clock}`,
      backToLive: 'العودة إلى المباشر',
      stillRuns: 'هذا الجزء ما زال جاريًا: هذه صورته. يمكن مشاهدته بعد انتهائه.',
      fetching: 'جارٍ تحميل التسجيل…',
      trouble: 'تعذّرت مشاهدة هذا الجزء حاليًا.',
    },
    reactions: {
      toolbar: 'التفاعلات',
      open: 'تفاعل',
      names: {
        '👏': 'تصفيق',
        '❤️': 'أحببته',
        '😂': 'هههه',
        '😮': 'واو',
        '🔥': 'رائع',
        '🎉': 'مرحى',
      },
      soFar: (name, count) => `${name}، ${count} حتى الآن`,
      key: (name, key) => `${name} (${key})`,
    },
    modeNames: {
      queue: {
        name: 'قائمة الانتظار',
        sentence: 'ينضم الجميع إلى القائمة، ومن في أولها له الدور مدة من الوقت.',
      },
      open: { name: 'مفتوح للجميع', sentence: 'يرسل أي شخص طلبًا متى شاء، ثم يستريح قليلًا.' },
      vote: { name: 'تصويت', sentence: 'يقترح الجميع ثم يصوّتون، ويُنفَّذ الاقتراح الأكثر أصواتًا.' },
      raffle: { name: 'قرعة', sentence: 'يقترح الجميع، وتحسم قرعة يمكن لأي شخص التحقق منها.' },
      curated: { name: 'اقتراحات', sentence: 'يقترح الجميع ويدعمون، ويختار المضيف أو الإشراف.' },
      baton: {
        name: 'عصا القيادة',
        sentence: 'يقود شخص واحد ما شاء من الوقت، ويطلب الآخرون عصا القيادة.',
      },
      stage: {
        name: 'المسرح',
        sentence: 'المضيف والإشراف والبرامج فقط يرسلون الطلبات، والباقون يشاهدون.',
      },
    },
  };
};

export const staff = () => import('./ar-staff.js');
