import { AudienceWorld } from './audience-world.js';

/** So many have come, the first of whom are the room's own. */
export async function crowd(
  count: number,
  options: Parameters<typeof AudienceWorld.start>[0] = {},
): Promise<AudienceWorld> {
  const rules = { audienceFrom: 5, ...options.rules };
  const world = await AudienceWorld.start({ ...options, rules });
  for (let index = 0; index < count; index += 1) {
    world.enter(`a-${index}`);
    if (index % 10 === 9) await world.pass(250);
  }
  await world.pass(6_000);
  return world;
}

export async function leaveAll(world: AudienceWorld): Promise<void> {
  for (const viewer of world.viewers) viewer.leave();
  await world.pass(3_000);
}
