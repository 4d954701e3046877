import { moderated } from './desk-views.js';
import { MODE_SCENES } from './mode-views.js';
import { mount } from './mount.js';
import { HttpRoom, part, REPLAYABLE, refused } from './replay-room.js';
import { SCENES } from './views.js';

/** Runs inside a page with a strict policy: goes through the main states and reports breaches. */
const breaches: string[] = [];
const sentinel = new Promise<void>((resolve) => {
  document.addEventListener('securitypolicyviolation', ({ target, effectiveDirective }) => {
    if (target === document.body) resolve();
    else breaches.push(effectiveDirective);
  });
});

const { show, one, root, button } = await mount({ scene: 'joining' });
for (const scene of ['opening', 'watching', 'waiting', 'offered', 'active', 'failed', 'offered']) {
  await show(SCENES[scene]!);
}
// The moderators' panel comes with its own styles, a dialog, and every section.
await show(moderated({ role: 'host' }));
const panel = await drawn(() => root.querySelector<HTMLDetailsElement>('.moderation > details'));
panel.open = true;
await drawn(() => root.querySelector('.urgent'));
const unfold = () => {
  for (const section of root.querySelectorAll<HTMLDetailsElement>('.section')) section.open = true;
};
unfold();
await drawn(() => root.querySelector('[data-section=rules]'));
unfold();
button('Emergency stop').click();
const panicked = (await drawn(() => root.querySelector<HTMLDialogElement>('dialog[open]'))).open;
// The replay comes with its own styles and a dialog, too; what it asks for is answered here.
const http = new HttpRoom();
http.recordings[1] = refused(410, 'recording-gone');
http.pages['/recordings'] = { streams: [part(1, { prompts: [] })], running: null, next: null };
root.querySelector<HTMLDialogElement>('dialog[open]')?.close();
await show(REPLAYABLE);
button('Replay').click();
await drawn(() => root.querySelector('dialog.replay .part'));
root.querySelector<HTMLButtonElement>('.replay .close')?.click();
for (const scene of Object.values(MODE_SCENES)) await show(scene);
await show(SCENES['offered']!);
const { height } = one('.call').getBoundingClientRect();
// A breach of the test's own, reported after all before it, shows that the policy is watched.
document.body.setAttribute('style', 'color: red');
await sentinel;
parent.postMessage({ breaches, height, panicked }, '*');

/** Waits until something is there. */
async function drawn<Found>(find: () => Found | null): Promise<Found> {
  for (;;) {
    const found = find();
    if (found !== null) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
