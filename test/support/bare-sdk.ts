import { type BroadcastInfo, Odyssey, type OdysseyEventHandlers } from '@odysseyml/odyssey';

/**
 * A session on the bare SDK, ready to start a stream: its promise may come before it calls itself connected,
 * and it starts only then. For pages.
 */
export async function connectedSdk(
  apiKey: string,
  on: OdysseyEventHandlers = {},
): Promise<{ sdk: Odyssey; media: MediaStream }> {
  const credentials = await new Odyssey({ apiKey }).createClientCredentials();
  const sdk = new Odyssey();
  let isConnected = (): void => {};
  const connected = new Promise<void>((resolve) => {
    isConnected = resolve;
  });
  const media = await sdk.connectWithCredentials(credentials, {
    ...on,
    onStatusChange: (status, message) => {
      on.onStatusChange?.(status, message);
      if (status === 'connected') isConnected();
    },
  });
  await connected;
  return { sdk, media };
}

/** A broadcast without a room, as Odyssey's guide has it: resolves as soon as it can be watched. */
export function bareBroadcast(prompt: string): Promise<{ sdk: Odyssey; info: BroadcastInfo }> {
  return new Promise((resolve, reject) => {
    let ready: (info: BroadcastInfo) => void = () => {};
    connectedSdk('local', {
      onBroadcastReady: (info) => ready(info),
      onStreamError: (reason, message) => reject(new Error(`${reason}: ${message}`)),
    })
      .then(({ sdk }) => {
        ready = (info) => resolve({ sdk, info });
        return sdk.startStream({ prompt, portrait: false, broadcast: true });
      })
      .catch(reject);
  });
}
