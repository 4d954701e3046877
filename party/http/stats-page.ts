/**
 * The counts of `/stats`, `/refusals` and `/prompts` as pictures, for hosts and moderators. The page itself has no
 * data and may be had by anyone: it asks for a token, or takes it from behind the `#` of its address, which no
 * server is sent, and reads with it what anybody with that token may.
 */
export const STATS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Room in numbers</title>
<style>
  :root { color-scheme: light dark; --ink: light-dark(#1b1b22, #eeeef2); --dim: light-dark(#5d5d69, #a5a5b2);
    --card: light-dark(#fff, #1d1d24); --bar: light-dark(#4a55c8, #98a1ff); --ground: light-dark(#f3f3f6, #121217) }
  body { margin: 0 auto; padding: 24px 16px; max-width: 1080px; background: var(--ground); color: var(--ink);
    font: 16px/1.4 system-ui, sans-serif }
  h1 { font-size: 24px; margin: 0 0 16px } h2 { font-size: 16px; margin: 0 0 12px }
  main { display: grid; gap: 16px; align-items: start;
    grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)) }
  section { background: var(--card); border-radius: 12px; padding: 16px }
  p { margin: 8px 0 0; color: var(--dim); font-size: 14px }
  svg { display: block; width: 100%; overflow: visible } text { fill: currentColor; font-size: 14px }
  rect { fill: var(--bar) } rect.rest { fill: var(--dim); opacity: 0.25 }
  form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end } [hidden] { display: none }
  input, button { font: inherit; padding: 8px 12px; border-radius: 8px; border: 1px solid var(--dim) }
  button { background: var(--bar); color: var(--card); border-color: transparent }
  [role=alert]:empty { display: none }
</style>
<h1>Room in numbers</h1>
<form><label>Token of a host or moderator<br><input name="token" type="password" autocomplete="off" required></label>
<button>Show</button></form>
<p role="alert"></p>
<main hidden></main>
<script>
const SVG = 'http://www.w3.org/2000/svg';
const form = document.querySelector('form');
const main = document.querySelector('main');
const number = (value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });
const words = (name) => name.replaceAll('-', ' ');
let token = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, '', location.pathname);

function draw(name, attributes, text = '') {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

/** Bars one below the other, each with its name and number. */
function bars(rows) {
  const most = Math.max(1, ...rows.map(([, value]) => value));
  const svg = draw('svg', { height: rows.length * 44, role: 'img',
    'aria-label': rows.map(([name, value, shown]) => name + ' ' + (shown ?? number(value))).join(', ') });
  for (const [at, [name, value, shown, whole]] of rows.entries()) {
    const share = Math.min(1, value / (whole ?? most));
    svg.append(draw('text', { x: 0, y: at * 44 + 16 }, name),
      draw('text', { x: '100%', y: at * 44 + 16, 'text-anchor': 'end' }, shown ?? number(value)),
      draw('rect', { class: 'rest', x: 0, y: at * 44 + 24, width: '100%', height: 8, rx: 4 }),
      draw('rect', { x: 0, y: at * 44 + 24, width: 100 * share + '%', height: 8, rx: 4 }));
  }
  return svg;
}

function card(title, rows, note) {
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  section.append(heading);
  if (rows.length > 0) section.append(bars(rows));
  if (note) section.append(Object.assign(document.createElement('p'), { textContent: note }));
  return section;
}

async function read(path) {
  const response = await fetch(path, { headers: { Authorization: 'Bearer ' + token } });
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail ?? body.title);
  return body;
}

function counted(items, nameOf) {
  const counts = new Map();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 8);
}

function waitMs({ turnEndsAt, lineMs }) {
  return lineMs + (turnEndsAt === null ? 0 : Math.max(0, turnEndsAt - Date.now()));
}

/** What the objects that hold the sockets cost awake, by Cloudflare's public prices of 2026. */
function dollarsAnHour(watching) {
  const objects = 1 + (watching <= 1000 ? 0 : Math.ceil(watching / 1500));
  const requests = watching * (12 / 20) + objects * (3600 / 20);
  return objects * 0.125 * 3600 * 12.5e-6 + requests * 0.15e-6;
}

async function show() {
  const [stats, { refusals }, { turns }] = await Promise.all(['stats', 'refusals', 'state'].map(read));
  const { prompts, viewers, budget, watching, liveSeconds, reactions } = stats;
  const cards = [
    card('Turns', ['applied', 'refused', 'expired', 'withdrawn', 'unconfirmed'].map((how) => [words(how), prompts[how]]),
      number(prompts.waiting) + ' prompts wait now. ' + number(reactions.counted) + ' reactions.' + (turns.forecast
        ? ' Who joins the queue now waits about ' + number(waitMs(turns.forecast) / 1000) + ' s.' : '')),
    card('Last refusals, by reason', counted(refusals, ({ reason }) => words(reason ?? 'none')),
      refusals.length === 0 ? 'None since the room server started.' : 'Of the last ' + refusals.length + '.'),
    card('On air', [], number(watching) + ' watch now. Live for ' + number(liveSeconds / 3600, 1) + ' hours in all. The room' +
      ' and its parties cost about $' + number(dollarsAnHour(watching), 4) + ' an hour awake; the picture is the service’s.'),
  ];
  if (viewers !== null) {
    const within = Object.entries(viewers.firstFrameWithin).sort((one, other) => one[0] - other[0])
      .map(([seconds, count]) => ['within ' + seconds + ' s', count, undefined, viewers.firstFrames || 1]);
    cards.push(card('First frame', within, 'Of ' + number(viewers.firstFrames) + ' viewers.'),
      card('Pictures', [['by WebRTC', viewers.webrtc], ['by HLS', viewers.hls]],
        number(viewers.freezes) + ' freezes, ' + number(viewers.frozenSeconds) + ' s in ' +
        number(viewers.watchedSeconds / 3600, 1) + ' hours watched.'));
  }
  if (budget !== null) {
    const hours = (used, most) => number(used, 1) + (most === null ? ' h' : ' of ' + number(most, 1) + ' h');
    cards.push(card('Hours of all rooms', [
      ['today', budget.hoursToday, hours(budget.hoursToday, budget.maxHoursPerDay), budget.maxHoursPerDay ?? 24],
      ['this month', budget.hoursThisMonth, hours(budget.hoursThisMonth, budget.maxHoursPerMonth),
        budget.maxHoursPerMonth ?? 744],
    ], number(budget.liveRooms) + ' rooms are live.'));
  }
  main.replaceChildren(...cards);
}

async function refresh() {
  const alert = document.querySelector('[role=alert]');
  try {
    await show();
    alert.textContent = '';
    form.hidden = true;
    main.hidden = false;
    setTimeout(refresh, 15000);
  } catch (error) {
    alert.textContent = error.message;
    form.hidden = false;
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  token = form.elements.token.value.trim();
  void refresh();
});
if (token !== '') void refresh();
</script>
`;
