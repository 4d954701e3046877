import { roomUrl } from '../../client/client-options.js';
import type { ClientProblem } from '../../client/index.js';
import { guess } from '../../protocol/nearest.js';
import type { Reason } from '../../protocol/reasons.js';
import { RULE_NAMES, rulesFromText, TURN_MODES, toKebab } from '../../protocol/rules.js';
import { misspeltAttributes } from '../misspelt.js';
import { sayOnce } from '../page.js';
import { CHOICES } from '../setup.js';
import { DOCS, type Embed, quoted, serverOf, type Wrong } from './wrong.js';

/** What was found of each element, so that one mistake is told once, however often it shows. */
const found = new WeakMap<Embed, Set<string>>();
/** Servers that a policy of the page keeps away, by directive: that they do not answer is no news. */
const blocked = new Map<string, Set<string>>();

export async function tell(element: Embed, wrong: Wrong): Promise<void> {
  const told = found.get(element) ?? new Set();
  found.set(element, told);
  const key = keyOf(wrong);
  if (key !== null && told.has(key)) return;
  if (key !== null) told.add(key);
  for (const sentence of await sentencesOf(element, wrong)) sayOnce(sentence);
}

/** What counts as the same mistake; null for what says itself whether it is. */
function keyOf(wrong: Wrong): string | null {
  if (wrong.is === 'refused') return wrong.reason;
  if (wrong.is === 'problem' && wrong.problem.rules === undefined) return wrong.problem.reason;
  return wrong.is === 'unreachable' ? wrong.is : null;
}

async function sentencesOf(element: Embed, wrong: Wrong): Promise<readonly string[]> {
  switch (wrong.is) {
    case 'attributes':
      return attributeHints(element, wrong.changed ?? null);
    case 'rules':
      return [
        `${wrong.names.join(', ')} changed, and the room keeps its own: rules are changed by a host (a token with ` +
          `role "host", or the panel) or over HTTP. ${DOCS}#rules-in-attributes`,
      ];
    case 'problem':
      return [problemHint(element, wrong.problem)];
    case 'refused':
      return [refusedHint(element, wrong.reason, null)];
    case 'policy': {
      const said = policyHint(element, wrong.event);
      if (said === null) return [];
      const { directive, sentence, server } = said;
      const directives = blocked.get(server) ?? new Set();
      blocked.set(server, directives);
      // A page asks one server by many addresses, all of which one source would allow.
      if (directives.has(directive)) return [];
      directives.add(directive);
      return [sentence];
    }
    case 'unreachable': {
      const said = await whyUnreachable(element, blocked);
      return said === null ? [] : [said];
    }
  }
}

function problemHint(element: Embed, { reason, message, rules }: ClientProblem): string {
  if (rules !== undefined) {
    const turns = element.getAttribute('turns');
    const isUnknown = turns !== null && !TURN_MODES.some((mode) => mode === turns);
    // A mode that there is not is not taken of anybody.
    if (isUnknown && rules.length === 1 && rules[0] === 'turns') return turnsHint(turns);
    return `${message} ${DOCS}#rules-in-attributes`;
  }
  if (reason === 'unknown-mode') return turnsHint(element.getAttribute('turns') ?? '');
  return refusedHint(element, reason, message);
}

function refusedHint(element: Embed, reason: Reason, message: string | null): string {
  switch (reason) {
    case 'wrong-origin':
      return originHint();
    case 'bad-token':
      return (
        `the room refuses the token${message === null ? '' : ` (${message})`}: sign it with the ROOM_SECRET of the room ` +
        `server, for room "${quoted(element.room ?? '')}". ${DOCS.replace('embedding', 'tokens')}`
      );
    case 'token-expired':
      return (
        'the token has expired: give the property "token" a function that fetches a fresh one. ' +
        `${DOCS.replace('embedding', 'tokens')}`
      );
    case 'wrong-version':
      return (
        'the room server speaks another version of the protocol than this script: load the script from the server ' +
        `itself, or update the package. ${DOCS}#several-scripts`
      );
    case 'not-configured':
      return `the room server is not set up: ${message ?? 'its log says what is missing'} ${DOCS.replace('embedding', 'deployment')}`;
    default:
      return (
        message ??
        `the room refuses this page: ${reason}. ${DOCS.replace('embedding', 'reference/reasons')}`
      );
  }
}

/** Why a room server does not take this page's origin. */
function originHint(): string {
  const { origin, protocol } = location;
  if (protocol === 'file:') {
    return (
      'a page opened from a file (file://) has no origin that a room server could allow: serve it, for instance with ' +
      `"npx serve", and add its address to ALLOWED_ORIGINS. ${DOCS}#origins`
    );
  }
  if (origin === 'null') {
    return (
      'this page has the origin "null", as in a sandboxed iframe: add "allow-same-origin" to its sandbox, or embed ' +
      `the room server's own page /embed?room=…. ${DOCS}#origins`
    );
  }
  return (
    `the room server does not take pages from ${origin}: add it to its setting ALLOWED_ORIGINS, as ` +
    `ALLOWED_ORIGINS="${origin}". ${DOCS}#origins`
  );
}

/** What is wrong with an element's attributes, or with those of them that changed. */
function attributeHints(element: Embed, changed: ReadonlySet<string> | null): string[] {
  const concerns = (name: string) => changed === null || changed.has(name);
  const written = (name: string) => (concerns(name) ? element.getAttribute(name) : null);
  const rules = Object.fromEntries(
    RULE_NAMES.map(toKebab).map((name) => [name, written(name)] as const),
  );
  return [
    ...(changed === null ? missing(element) : []),
    ...Object.entries(CHOICES).flatMap(([name, choices]) => {
      const value = written(name);
      return value === null || choices.some((one) => one === value)
        ? []
        : [choiceHint(name, value, choices)];
    }),
    ...rulesFromText(rules).problems.map(({ message }) => `${message} See docs/reference/rules.md`),
    ...misspeltAttributes(element)
      .filter((one) => concerns(one.written))
      .map(
        (one) =>
          `${one.written} is no attribute of this element: ${one.meant} is probably meant. See docs/reference/element.md`,
      ),
  ];
}

/** A mode that no room of this kind has. */
function turnsHint(turns: string): string {
  return (
    `turns="${quoted(turns)}" is no mode that the room has${guess(turns, TURN_MODES)}. ` +
    `Use one of: ${TURN_MODES.join(', ')}. See docs/reference/turn-modes.md`
  );
}

function choiceHint(name: string, value: string, choices: readonly string[]): string {
  return (
    `${name}="${quoted(value)}" is not understood${guess(value, choices)}. ` +
    `Use one of: ${choices.join(', ')}. See docs/reference/element.md`
  );
}

function missing(element: Embed): string[] {
  const { room } = element;
  if ((room?.trim() ?? '') === '') {
    return [
      `it has no room, so there is nothing to join: <odyssey-broadcast room="lobby">. ${DOCS}`,
    ];
  }
  if (serverOf(element) !== '') return [];
  return [
    'it does not know its room server, since it came with a bundle and not from there: ' +
      `<odyssey-broadcast room="${quoted(room ?? '')}" host="rooms.example.com">. ${DOCS}`,
  ];
}

interface PolicyHint {
  readonly sentence: string;
  readonly directive: string;
  readonly server: string;
}

/** What is blocked by the page's own policy, when that concerns the element. */
function policyHint(
  element: Embed,
  { effectiveDirective, blockedURI, sourceFile }: SecurityPolicyViolationEvent,
): PolicyHint | null {
  const server = hostOf(blockedURI);
  const ours = [ownScript(), hostOf(roomUrl(serverOf(element), 'main', 'x'))];
  const isOurs = ours.includes(server) || hostOf(sourceFile) === ownScript();
  if (!isOurs || server === null) return null;
  const source = /^(blob|data)/.exec(blockedURI)?.[0];
  const blocked = source === undefined ? new URL(blockedURI).origin : `${source}:`;
  const wanted =
    source === undefined ? originsOf(server, blockedURI, effectiveDirective) : `${source}:`;
  return {
    server,
    directive: effectiveDirective,
    sentence:
      `the page's Content-Security-Policy blocks ${blocked}: add ${wanted} to its ${effectiveDirective}. ` +
      `${DOCS}#content-security-policy`,
  };
}

/** A room is reached by HTTP and by a socket. */
function originsOf(server: string, blockedURI: string, directive: string): string {
  const isPlain = /^(http|ws):/.test(blockedURI);
  const schemes = isPlain ? ['http', 'ws'] : ['https', 'wss'];
  return directive === 'connect-src'
    ? schemes.map((scheme) => `${scheme}://${server}`).join(' ')
    : `${schemes[0]}://${server}`;
}

function ownScript(): string | null {
  return hostOf(import.meta.url);
}

/** Null for what is no address, as `inline`. */
function hostOf(address: string | null): string | null {
  try {
    return new URL(address ?? '').host;
  } catch {
    return null;
  }
}

/** Why a room cannot be reached, as far as a page can find out; null when that is known already. */
async function whyUnreachable(
  element: Embed,
  blocked: ReadonlyMap<string, unknown>,
): Promise<string | null> {
  const { room, party, host } = element;
  const path = /^(?:\w+:\/\/)?[^/]*\w(\/.+)$/.exec(host?.trim() ?? '')?.[1];
  if (path !== undefined) {
    const server = quoted(host?.slice(0, -path.length) ?? '');
    return `host="${quoted(host ?? '')}" has a path: give the server alone, host="${server}". ${DOCS}`;
  }
  const name = party?.trim() || 'main';
  const socket = roomUrl(serverOf(element), name, room ?? '');
  if (!URL.canParse(socket)) {
    return (
      `host="${quoted(host ?? '')}" is no address: give the name of the room server, as ` +
      `host="rooms.example.com". ${DOCS}`
    );
  }
  const address = new URL(socket);
  if (blocked.has(address.host)) return null;
  const { protocol } = address;
  if (location.protocol === 'https:' && protocol === 'ws:') {
    return (
      `a page with https may not talk to http://${address.host}: give the room server a certificate and write ` +
      `host="https://${address.host}", or load the script from there. ${DOCS}`
    );
  }
  address.protocol = protocol === 'ws:' ? 'http:' : 'https:';
  const server = address.origin;
  const given = quoted(host ?? server);
  if (await isRoom(address.href)) {
    return (
      `${server} answers, but its sockets cannot be opened: something between, such as a proxy, does not pass ` +
      `WebSockets on. ${DOCS.replace('embedding', 'deployment')}`
    );
  }
  if (
    name !== 'main' &&
    (await isRoom(address.href.replace(`/parties/${name}/`, '/parties/main/')))
  ) {
    return `party="${quoted(name)}" is not there on ${server}: leave it out for the usual "main". ${DOCS}`;
  }
  if (await answers(server)) {
    return `${server} answers, and is no room server: correct host="${given}". ${DOCS}`;
  }
  return `${server} does not answer: start the room server, or correct host="${given}". ${DOCS}`;
}

/** Whether a room is there: it answers in JSON, if only with a refusal. */
async function isRoom(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/state`);
    return (response.headers.get('content-type') ?? '').includes('json');
  } catch {
    return false;
  }
}

async function answers(server: string): Promise<boolean> {
  try {
    await fetch(server, { mode: 'no-cors' });
    return true;
  } catch {
    return false;
  }
}
