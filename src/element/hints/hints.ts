import type { ClientProblem } from '../../client/index.js';
import type { Reason } from '../../protocol/reasons.js';
import { TURN_MODES } from '../../protocol/rules.js';
import { attributeHints, turnsHint } from './attribute-hints.js';
import { policyHint } from './policy-hints.js';
import { sayOnce } from './say.js';
import { whyUnreachable } from './unreachable.js';
import { DOCS, type Embed, quoted, type Wrong } from './wrong.js';

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
