/** The light build of hls.js comes without types of its own; it is a part of the full one. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
