/**
 * What a room needs whose turns are more than a line, or may become so. A chunk of its own, loaded
 * when such a room is seen.
 */
export { ModeUi } from './modes/mode-ui.js';
export { modes as modeStyles } from './styles/modes.js';
