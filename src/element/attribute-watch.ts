import { RULE_NAMES, type RulesPatch, rulesFromText, toKebab } from '../protocol/rules.js';
import { hint } from './hints/hint.js';
import type { Embed } from './hints/wrong.js';
import { isPlainAttribute } from './misspelt.js';
import type { RoomSource } from './ports.js';

/**
 * Looks at the attributes that change while the element is there. A host's page changes the room's rules
 * with them; of others nothing is taken, and the console says who may.
 */
export function watchAttributes(host: Embed, source: RoomSource): void {
  new MutationObserver((records) => {
    const names = records.flatMap(({ attributeName }) => attributeName ?? []);
    const changed = new Set(names.filter(isPlainAttribute));
    if (changed.size === 0) return;
    hint(host, { is: 'attributes', changed });
    void changeRules(host, source, changed);
  }).observe(host, { attributes: true });
}

async function changeRules(
  host: Embed,
  { view, client }: RoomSource,
  changed: ReadonlySet<string>,
): Promise<void> {
  const { room, you } = view;
  const written = RULE_NAMES.map(toKebab).filter((name) => changed.has(name));
  const { rules } = rulesFromText(
    Object.fromEntries(written.map((name) => [name, host.getAttribute(name)])),
  );
  const names = (Object.keys(rules) as (keyof RulesPatch)[]).filter(
    (name) => room !== null && room.rules[name] !== rules[name],
  );
  if (names.length === 0 || client === null) return;
  const others: RulesPatch = Object.fromEntries(names.map((name) => [name, rules[name]]));
  const isTaken = you?.role === 'host' && (await client.setRules(others)).ok;
  if (!isTaken) hint(host, { is: 'rules', names: names.map(toKebab) });
}
