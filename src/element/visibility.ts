import type { Visibility } from '../playback/index.js';

/** How near to the screen counts as on it, so that the picture is back before it is seen. */
const NEAR = '200px';

/** Tells whether an element can be seen, now and whenever that changes, until it is undone. */
export function watchVisibility(
  element: Element,
  onChange: (visibility: Visibility) => void,
): () => void {
  let onScreen = true;
  const tell = () => onChange({ pageVisible: document.visibilityState === 'visible', onScreen });
  const observer = new IntersectionObserver(
    (entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? onScreen;
      tell();
    },
    { rootMargin: NEAR },
  );
  observer.observe(element);
  document.addEventListener('visibilitychange', tell);
  tell();
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
