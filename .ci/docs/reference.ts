import { spawnSync } from 'node:child_process';
import { BOUNDS as ROOM_BOUNDS } from '../../party/room/bounds.js';
import { BOUNDS } from '../../party/server/bounds.js';
import { VARIABLES } from '../../party/server/environment-variables.js';
import { ENGLISH } from '../../src/element/words/language.js';
import { wordsFor } from '../../src/element/words/words.js';
import { CLOSE_CODE, isTerminalClose } from '../../src/protocol/messages.js';
import { ACT_ROLES } from '../../src/protocol/moderation.js';
import { isSettled, REASONS, RECEIPT_STATUSES } from '../../src/protocol/reasons.js';
import {
  DEFAULT_RULES,
  isFromPage,
  KNOBS,
  type KnobName,
  PAGE_RANGES,
  type Rules,
  TURN_MODES,
  toKebab,
} from '../../src/protocol/rules.js';
import { TURN_MODE_DISPLAY } from '../../src/protocol/turn-modes.js';
import { RULE_ATTRIBUTES, type RuleAttribute } from '../build/rules.js';
import { audiencePage } from './audience-page.js';
import { elementPage } from './element-page.js';
import { httpPage } from './http-page.js';
import { code, page, table } from './markdown.js';
import { CLOSE_MEANINGS, EVENT_MEANINGS, STATUS_MEANINGS } from './meanings.js';

/** The reference pages by file name, each made from the code that it describes. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'rules.md': rulesPage(),
    'turn-modes.md': modesPage(),
    'reasons.md': reasonsPage(),
    'element.md': elementPage(),
    'environment.md': environmentPage(),
    'audience-sizes.md': audiencePage(),
    'bounds.md': boundsPage(),
    'http.md': httpPage(),
    'webhooks.md': webhooksPage(),
    'close-codes.md': closePage(),
    'command-line.md': commandPage(),
  };
}

function rulesPage(): string {
  const rows = RULE_ATTRIBUTES.map((attribute) => [
    code(attribute.name),
    valuesText(attribute),
    attribute.usual === '' ? 'empty' : code(attribute.usual),
    attribute.meaning,
    isFromPage(attribute.rule, DEFAULT_RULES[attribute.rule])
      ? `page${pageRangeOf(attribute.rule)}`
      : 'owner',
  ]);
  return page(
    'Rules of a room',
    '`src/protocol/rules.ts`',
    'Every rule can be an attribute of `<odyssey-broadcast>` under the name below. Over HTTP (`/rules`) the names are in camelCase: `turn-seconds` is `turnSeconds`. A room adopts the rules of the first embed that may set them; afterwards it keeps its own, which a host changes in the panel or over HTTP. A value outside its range is ignored, and the console names it.',
    'The last column says of whom a rule is taken. `page`: also of the first page of an allowed origin, which decides the pace and the shape, as far as the column says; of it neither `stage` nor `curated` is taken, since they wait for staff. `owner`: of `ROOM_RULES`, of a host, or of an embed whose token has the scope `rules`. The console names what was not taken.',
    table(['rule', 'values', 'default', 'meaning', 'from'], rows),
  );
}

/** How far a page may go with a rule, where that is less far than others. */
function pageRangeOf(name: keyof Rules): string {
  const range = PAGE_RANGES[name as KnobName];
  if (range === undefined) return '';
  const { min = KNOBS[name as KnobName].min, max = KNOBS[name as KnobName].max } = range;
  return `, ${min} to ${max}`;
}

function valuesText({ name, values }: RuleAttribute): string {
  if (values.kind === 'number') {
    const unit = name.endsWith('seconds') ? ' s' : '';
    return `${values.min} to ${values.max}${unit}${values.fraction ? ', fractions allowed' : ''}`;
  }
  if (values.kind === 'choice') return values.choices.map(code).join(', ');
  if (values.example !== null) return `such as ${code(values.example)}`;
  return values.longest === null ? 'text' : `text, at most ${values.longest} characters`;
}

/** The one place that decides where the modes' words come from. */
function modesPage(): string {
  const rows = TURN_MODES.map((mode) => ({ mode, ...TURN_MODE_DISPLAY[mode] })).map(
    ({ mode, name, sentence, rules }) => [
      code(mode),
      name,
      sentence,
      rules.map((rule) => code(toKebab(rule))).join(', '),
    ],
  );
  return page(
    'Turn modes',
    '`src/protocol/turn-modes.ts`',
    'The attribute `turns` chooses the mode. All of them work by keyboard and are announced to screen readers. `switchable="vote, open"` lets the crowd change to one of these when `switch-share` of those present agree.',
    table(['mode', 'name', 'how a prompt gets through', 'its rules'], rows),
    'A mode that a site added ([own policy](../own-policy.md)) has the generic display: its queue, its holder and its choices, as far as it shows them.',
  );
}

function reasonsPage(): string {
  const { reasons } = wordsFor(ENGLISH);
  return page(
    'Receipts and reasons',
    '`src/protocol/reasons.ts` and `src/element/words/words.ts`',
    '## Statuses of a receipt',
    table(
      ['status', 'final', 'meaning'],
      RECEIPT_STATUSES.map((status) => [
        code(status),
        isSettled(status) ? 'yes' : 'no',
        STATUS_MEANINGS[status],
      ]),
    ),
    '## Reasons',
    'A reason says why something was refused, ended or is not possible. Reasons are stable codes. A refusal also has `retryAt` (ms since 1970, or null) and `limit` (the limit that was hit, or null).',
    table(
      ['reason', 'the element says'],
      REASONS.map((reason) => [code(reason), reasons[reason](null)]),
    ),
  );
}

function environmentPage(): string {
  const rows = VARIABLES.map(([name, variable]) => {
    const usual = variable.default === '' ? 'empty' : code(variable.default ?? '');
    const needs = variable.needs === undefined ? '' : ` Needs ${code(variable.needs.name)}.`;
    return [
      code(name),
      `${variable.meaning}${needs}`,
      variable.values,
      variable.isRequired === true ? 'required' : usual,
      variable.isSecret === true ? 'yes' : '',
    ];
  });
  return page(
    'Environment of the room server',
    '`party/server/environment-variables.ts`',
    'A missing or wrong value stops the room with a sentence that names the variable. Where each is set, and what `npm start` and `party/wrangler.jsonc` set: [deployment](../deployment.md#what-to-set).',
    table(['variable', 'meaning', 'values', 'default', 'secret'], rows),
  );
}

function boundsPage(): string {
  const rows = Object.values({ ...BOUNDS, ...ROOM_BOUNDS }).map(({ max, unit, of, reason }) => [
    of,
    unit === 'ms' ? `${max / 1000} s` : `${max.toLocaleString('en')} ${unit}`,
    reason,
  ]);
  return page(
    'Shares and bounds',
    '`party/server/bounds.ts` and `party/room/bounds.ts`',
    'What outsiders can take of a room server: a share for each network address, and a bound in all. An address is what `ADDRESS_HEADER` says ([environment](environment.md)); where it is not set only the bounds in all hold. Of IPv6 the first four groups are one address.',
    table(['what', 'at most', 'why'], rows),
  );
}

function webhooksPage(): string {
  const acts = Object.keys(ACT_ROLES).map(code).join(', ');
  return page(
    'Webhooks',
    '`party/server/webhooks.ts` and `src/protocol/moderation.ts`',
    'With `WEBHOOK_URL` set, the room posts `{type, timestamp, data}` for each event, where `data.room` names the room. Requests are signed with `WEBHOOK_SECRET` by [Standard Webhooks](https://www.standardwebhooks.com). Events arrive in order. An event that was not answered with a 2xx status is sent again after 5 s, 30 s, 2 min, 10 min and then every hour, with the same `webhook-id`, for one day. At most 1,000 events wait; the oldest make room.',
    table(
      ['event', 'when, and what `data` has besides the room'],
      [
        ...Object.entries(EVENT_MEANINGS).map(([type, meaning]) => [code(type), meaning]),
        [
          '`moderation.{act}`',
          `A moderator, a host or the room itself acted: an entry of \`/audit\`. Acts: ${acts}. The room’s own also include \`mode-gone\`, \`prompt-failed\`, \`answers-not\` and \`answers-again\`.`,
        ],
      ],
    ),
  );
}

function closePage(): string {
  const names = Object.keys(CLOSE_CODE) as (keyof typeof CLOSE_CODE)[];
  return page(
    'Close codes of the WebSocket',
    '`src/protocol/messages.ts`',
    'Codes from 4100 to 4199 are final: reconnecting cannot help. After any other code the client reconnects.',
    table(
      ['code', 'name', 'reconnect', 'meaning'],
      names
        .sort((a, b) => CLOSE_CODE[a] - CLOSE_CODE[b])
        .map((name) => [
          String(CLOSE_CODE[name]),
          code(name),
          isTerminalClose(CLOSE_CODE[name]) ? 'no' : 'yes',
          CLOSE_MEANINGS[name],
        ]),
    ),
  );
}

function commandPage(): string {
  const general = help();
  const commands = [...general.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name = '']) => name);
  return page(
    'Command line',
    '`party/cli`',
    fence(general),
    ...commands.flatMap((name) => [`## ${name}`, fence(help(name))]),
  );
}

function help(...command: readonly string[]): string {
  const words = ['--import', 'tsx', 'party/cli/main.ts', ...command, '--help'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function fence(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
