import type { OdysseyBroadcast as Element } from '../../src/element/odyssey-broadcast.js';
import { decart } from './decart.js';

/** A page with the element on another service; its script tag has the addresses. */
const { script = '', mint = '' } =
  document.querySelector<HTMLElement>('[data-script]')?.dataset ?? {};

const { OdysseyBroadcast } = (await import(script)) as { OdysseyBroadcast: typeof Element };
OdysseyBroadcast.service = decart('lucy-pro', async () =>
  (await fetch(`${mint}/viewer-key`)).text(),
);
