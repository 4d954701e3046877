import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app';

hydrateRoot(
  document.querySelector('#root') as HTMLElement,
  <StrictMode>
    <App />
  </StrictMode>,
);
