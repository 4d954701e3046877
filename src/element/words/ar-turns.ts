import type { Counting } from './language.js';
import type { ModesIn, NamesIn, TurnEnds } from './translation.js';

/** A stretch of two behind a preposition: `Intl` only has it as a subject. */
export const after = (wait: string) => wait.replace('تان', 'تين').replace('يومان', 'يومين');

export const modes = ({ number: n, plural }: Counting): ModesIn => ({
  changed: (mode) => `تغيّر النمط: ${mode}.`,
  open: {
    free: 'مفتوح للجميع. اكتب ماذا يحدث بعد ذلك.',
    after: (ahead) =>
      plural(ahead, {
        zero: 'يُنفَّذ فورًا.',
        one: 'يُنفَّذ بعد طلب آخر.',
        two: 'يُنفَّذ بعد طلبين آخرين.',
        few: 'يُنفَّذ بعد # طلبات أخرى.',
        many: 'يُنفَّذ بعد # طلبًا آخر.',
        other: 'يُنفَّذ بعد # طلب آخر.',
      }),
    againNow: 'يمكنك الإرسال من جديد.',
    sent: (place) =>
      place === 1
        ? 'طلبك هو التالي.'
        : plural(place - 1, {
            one: 'قبل طلبك طلب واحد.',
            two: 'قبل طلبك طلبان.',
            few: 'قبل طلبك # طلبات.',
            many: 'قبل طلبك # طلبًا.',
            other: 'قبل طلبك # طلب.',
          }),
  },
  round: {
    proposals: (count) =>
      plural(count, {
        zero: 'لا اقتراحات حتى الآن',
        one: 'اقتراح واحد حتى الآن',
        two: 'اقتراحان حتى الآن',
        few: '# اقتراحات حتى الآن',
        many: '# اقتراحًا حتى الآن',
        other: '# اقتراح حتى الآن',
      }),
    idle: 'لا اقتراحات بعد',
    propose: 'اقترح ماذا يحدث بعد ذلك',
    send: 'اقتراح',
    begins: (time) => `يبدأ اقتراحك جولة مدتها ${time}.`,
    proposeFor: (time) => `الوقت المتبقي للاقتراحات: ${time}.`,
    proposeStill: 'ينضم إلى الجولة التي تستمر عند عودة العالم.',
    proposed: 'وصل اقتراحك.',
    proposedNext: 'اقتراحك في الجولة التالية.',
    ownWon: 'فاز اقتراحك.',
    nextRound: 'اقترح للجولة التالية.',
    again: (clock) => `الاقتراحات بعد ${clock}`,
    againStill: 'الاقتراحات في الجولة التالية.',
    nothing: 'لم يفز شيء',
    tied: 'تعادل',
    hostDecides: (time) =>
      time === null ? 'القرار للمضيف.' : `القرار للمضيف خلال ${after(time)}، وإلا فاز الأسبق.`,
    level: (count, votes) =>
      votes === 0
        ? `عدد الاقتراحات بلا أصوات: ${n(count)}`
        : `عدد الاقتراحات المتعادلة: ${n(count)}، ولكل منها ${plural(votes, {
            one: 'صوت واحد',
            two: 'صوتان',
            few: '# أصوات',
            many: '# صوتًا',
            other: '# صوت',
          })}`,
    news: {
      propose: (time) => `جولة جديدة تستقبل الاقتراحات مدة ${after(time)}.`,
      vote: (time) => `التصويت مفتوح مدة ${after(time)}.`,
      draw: 'القرعة بعد لحظات.',
      ownWon: (text) => `فاز اقتراحك: ${text}.`,
    },
  },
  vote: {
    now: 'صوّت الآن',
    yours: 'تم تصويتك',
    change: 'ما زال بإمكانك تغيير صوتك.',
    oneEach: 'صوت واحد لكل شخص، ويمكن تغييره.',
    quorum: (count) =>
      plural(count, {
        one: 'يلزم صوت واحد على الأقل.',
        two: 'يلزم صوتان على الأقل.',
        few: 'تلزم # أصوات على الأقل.',
        many: 'يلزم # صوتًا على الأقل.',
        other: 'يلزم # صوت على الأقل.',
      }),
    for: 'صوّت لـ:',
    own: 'صوتك',
    winner: (text) => `فاز «${text}»`,
    hiddenWinner: 'فاز أحد الاقتراحات',
    only: 'كان الاقتراح الوحيد.',
    clear: (votes, all) => `أصواته: ${n(votes)} من ${n(all)}.`,
    youDecide: 'يمكنك الاختيار بينها.',
    earliest: (count) => (count === 2 ? 'فاز الأسبق بينهما' : 'فاز الأسبق'),
    random: 'حسمتها القرعة',
    host: 'حسمها المضيف',
    decided: (level, how) => `${level}؛ ${how}.`,
    runoff: (votes, all) => `حدث تعادل. أصواته في الجولة الثانية: ${n(votes)} من ${n(all)}.`,
    voted: (count, needed) => `عدد المصوتين: ${n(count)}، والمطلوب: ${n(needed)}.`,
  },
  raffle: {
    headline: 'أضف اقتراحًا إلى القرعة',
    drawing: 'جارٍ السحب…',
    every: 'لكل اقتراح الفرصة نفسها.',
    drawn: (text) => `وقع السحب على «${text}»`,
    hidden: 'وقع السحب على أحد الاقتراحات',
    nobody: 'لم يبقَ ما يُسحب.',
    of: (count) => (count === 1 ? 'كان الوحيد.' : `من بين ${n(count)}.`),
    promise: 'نتيجة القرعة محددة مسبقًا: هذه بصمة رقمها السري.',
    fingerprint: 'البصمة',
    seed: 'الرقم السري',
    revealed: 'كُشف الرقم السري. يمكن لأي شخص إعادة القرعة به.',
    check: 'تحقق من القرعة',
    checking: 'جارٍ التحقق…',
    holds: 'تم التحقق: كانت القرعة عادلة.',
    fails: 'لا تطابق: الرقم والبصمة والفائز لا تتوافق.',
    cannot: 'لا يمكن التحقق في هذه الصفحة لأنها لم تُحمَّل عبر https.',
  },
  curated: {
    heading: 'الاقتراحات',
    send: 'اقتراح',
    hint: 'اقترح ماذا يحدث بعد ذلك. المضيف يختار.',
    chooser: 'أنت من يختار.',
    chosenBy: 'يختار المضيف أو الإشراف.',
    none: 'لا اقتراحات بعد.',
    mine: 'وصل اقتراحك.',
    chosen: 'وقع الاختيار على اقتراحك.',
    place: (place) =>
      place === 1
        ? 'هو التالي.'
        : plural(place - 1, {
            one: 'قبله اقتراح واحد.',
            two: 'قبله اقتراحان.',
            few: 'قبله # اقتراحات.',
            many: 'قبله # اقتراحًا.',
            other: 'قبله # اقتراح.',
          }),
    waiting: (count) => `تم اختيار ${n(count)}.`,
    for: 'أعجبني:',
    own: 'أعجبك',
    dismiss: 'تجاهل',
    dismissLabel: (text) => `تجاهل «${text}»`,
  },
  baton: {
    take: 'خذ عصا القيادة',
    free: 'عصا القيادة متاحة. اكتب ماذا يحدث بعد ذلك.',
    ask: 'اطلبها',
    held: (name) => `عصا القيادة مع ${name}. اطلبها واكتب مسبقًا.`,
    asking: (place) => `ترتيبك ${place} لعصا القيادة. اكتب مسبقًا.`,
    askingNext: 'عصا القيادة لك بعد قليل. اكتب مسبقًا.',
    mine: 'عصا القيادة معك. قُد ما شئت.',
    stop: 'إلغاء طلبها',
    contest: 'تولَّ القيادة',
    keep: 'احتفظ بها',
    pass: 'مرّرها',
    putDown: 'اتركها',
    wantsMine: (name, time) => `يريد ${name} عصا القيادة. رُدّ خلال ${after(time)}.`,
    wantsTheirs: (name, holder, time) =>
      `يريد ${name} عصا القيادة. مهلة الرد لدى ${holder}: ${time}.`,
    wantsStill: (name) => `يريد ${name} عصا القيادة. الوقت متوقف بانتظار العالم.`,
    youWant: (holder, time) => `هي لك بعد ${after(time)} ما لم يصل رد من ${holder}.`,
    kept: (name) => `تبقى عصا القيادة مع ${name}.`,
    line: 'بانتظار عصا القيادة',
    contested: (name, time) => `يريد ${name} عصا القيادة. رُدّ خلال ${after(time)} وإلا انتقلت إليه.`,
    contestedOf: (name, holder) => `يريد ${name} أخذ عصا القيادة من ${holder}.`,
  },
  generic: {
    asking: (place) => `ترتيبك ${place}. يمكنك الكتابة مسبقًا.`,
  },
  choices: {
    by: (name) => `من ${name}`,
    byYou: 'منك',
    more: (count) => plural(count, { one: 'وواحد آخر', two: 'واثنان آخران', other: 'و# غيرها' }),
    votes: (count) =>
      plural(count, { one: 'صوت', two: 'صوتان', few: 'أصوات', many: 'صوتًا', other: 'صوت' }),
    won: 'الفائز',
    choose: 'تنفيذ',
    chooseLabel: (text) => `تنفيذ «${text}»`,
  },
  sentence: (text) => `${text}.`,
  switching: {
    vote: (mode, votes, needed) => `صوّت لنمط «${mode}» · ${n(votes)}/${n(needed)}`,
    stay: (mode) => `البقاء على «${mode}»`,
  },
});

export const modeNames: NamesIn = {
  queue: {
    name: 'قائمة الانتظار',
    sentence: 'ينضم الجميع إلى القائمة، ومن في أولها له الدور مدة من الوقت.',
  },
  open: { name: 'مفتوح للجميع', sentence: 'يرسل أي شخص طلبًا متى شاء، ثم يستريح قليلًا.' },
  vote: {
    name: 'تصويت',
    sentence: 'يقترح الجميع ثم يصوّتون، ويُنفَّذ الاقتراح الأكثر أصواتًا.',
  },
  raffle: { name: 'قرعة', sentence: 'يقترح الجميع، وتُحسم النتيجة بقرعة يمكن لأي شخص التحقق منها.' },
  curated: { name: 'اقتراحات', sentence: 'يقترح الجميع ويُبدون إعجابهم، ويختار المضيف أو الإشراف.' },
  baton: {
    name: 'عصا القيادة',
    sentence: 'يقود شخص واحد ما شاء من الوقت، ويطلب الآخرون عصا القيادة.',
  },
  stage: {
    name: 'المسرح',
    sentence: 'المضيف والإشراف والبرامج فقط يرسلون الطلبات، والباقون يشاهدون.',
  },
};

export const turnEnds: TurnEnds = {
  'prompts-used': [(name) => `انتهى دور ${name}.`, 'انتهى دورك. أحسنت القيادة!'],
  'time-up': [(name) => `انتهى وقت ${name}.`, 'انتهى وقتك.'],
  idle: [(name) => `توقفت الكتابة من ${name}، فانتقل الدور.`, 'لم تكتب مدة من الوقت، فانتقل دورك.'],
  'not-claimed': [
    (name) => `لم يُستلم دور ${name} في الوقت المحدد.`,
    'لم تستلم دورك في الوقت المحدد، فانتقل.',
  ],
  passed: [(name) => `انتقل الدور من ${name} إلى التالي.`, 'مرّرت دورك.'],
  left: [(name) => `أُنهي دور ${name}.`, 'أنهيت دورك.'],
  dropped: [(name) => `انقطع اتصال ${name}.`, 'انقطع اتصالك، فانتقل دورك.'],
  'skipped-by-vote': [(name) => `صوّت الآخرون لتخطي ${name}.`, 'صوّت الآخرون للمتابعة.'],
  taken: [
    (name) => `لم يصل رد من ${name}، فانتقل الدور إلى شخص آخر.`,
    'لم ترد، فانتقل الدور إلى شخص آخر.',
  ],
  'skipped-by-moderator': [(name) => `أنهى الإشراف دور ${name}.`, 'أنهى الإشراف دورك.'],
  removed: [(name) => `طلب الإشراف مغادرة ${name}.`, 'طلب الإشراف مغادرتك، فانتقل دورك.'],
  panic: [(name) => `إيقاف طارئ: انتهى دور ${name}.`, 'إيقاف طارئ: انتهى دورك.'],
  'mode-changed': [(name) => `تغيّر النمط، وانتهى دور ${name}.`, 'تغيّر النمط، وانتهى دورك.'],
};
