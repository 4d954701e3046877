import { mount } from '../../element/support/mount.js';

/** The element with a line of visitors, in a page that measures it beside players. */
void mount({ scene: 'watching' }).then(() => Object.assign(globalThis, { isThere: true }));
