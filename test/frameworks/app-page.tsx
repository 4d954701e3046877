import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

const heard = { statuses: [] as string[], token: () => 'a secret' };
const place = document.querySelector('main');
if (place === null) throw new Error('There is no place for it.');
const isHydration = place.childElementCount > 0;
const root = isHydration ? hydrateRoot(place, <App heard={heard} />) : createRoot(place);
if (!isHydration) root.render(<App heard={heard} />);
Object.assign(window, { heard, unmount: () => root.unmount() });
