import type { Input, Purpose } from '../room/input.js';
import type { RoomPlatform } from './room-host.js';
import type { SpareCredentials } from './spare-credentials.js';

/**
 * Gets credentials for an epoch, spare ones first, if the ledger agrees; what the room then hears, in
 * a step of its own.
 */
export async function minted(
  epoch: number,
  purpose: Purpose,
  spares: SpareCredentials,
  platform: Pick<RoomPlatform, 'ledger' | 'mint' | 'now' | 'classifyMintError' | 'log'>,
): Promise<Input> {
  try {
    const spare = spares.take(epoch, platform.now());
    const reserved = await platform.ledger?.()?.reserve(epoch, purpose, spare?.insteadOf);
    if (reserved?.ok === false) {
      if (spare !== null) spares.giveBack(spare);
      const { reason, retryAt } = reserved;
      platform.log('mint-refused', { epoch, reason });
      return { type: 'mint-failed', epoch, reason, retryAt };
    }
    if (spare !== null) return { type: 'minted', epoch, ...spare };
    const credentials = await platform.mint();
    spares.keep(epoch, credentials, platform.now());
    return { type: 'minted', epoch, credentials };
  } catch (error) {
    const { reason, retryAt } = platform.classifyMintError(error, platform.now());
    const message = error instanceof Error ? error.message : String(error);
    platform.log('mint-failed', { epoch, reason, error: message.slice(0, 200) });
    return { type: 'mint-failed', epoch, reason, retryAt };
  }
}
