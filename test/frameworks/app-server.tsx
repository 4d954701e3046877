import { renderToString } from 'react-dom/server';
import { App } from './app.js';

const heard = { statuses: [], token: () => 'a secret' };
process.stdout.write(renderToString(<App heard={heard} />));
