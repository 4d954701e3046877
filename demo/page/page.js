/**
 * The page around the element. Its address chooses the room and the number of visitors; every other
 * word in it becomes an attribute of the elements: `?room=attic&turn-seconds=20&visitors=2`.
 */
const MOST_VISITORS = 4;

/** What an address may not set: the page's own business, and whose server and pass are used. */
const RESERVED = new Set([
  'room',
  'visitors',
  'host',
  'party',
  'token',
  'style',
  'class',
  'id',
  'slot',
  'is',
]);

/** Attribute names as rules have them; never an event handler. */
const ATTRIBUTE = /^(?!on)[a-z]+(-[a-z]+)*$/;

const query = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
const visitors = byId('visitors');

const room = query.get('room')?.trim() || 'lobby';
const attributes = [...query].filter(([name]) => ATTRIBUTE.test(name) && !RESERVED.has(name));

function prepare(element) {
  element.setAttribute('room', room);
  for (const [name, value] of attributes) element.setAttribute(name, value);
  return element;
}

function showCrowd() {
  const count = visitors.children.length;
  byId('add').textContent = count === 1 ? 'Add a second visitor' : 'Add another visitor';
  byId('add').hidden = count >= MOST_VISITORS;
  byId('remove').hidden = count === 1;
}

function addVisitor() {
  visitors.append(prepare(document.createElement('odyssey-broadcast')));
  showCrowd();
}

// A pass is a secret: behind the `#` it stays in this browser, and only the first visitor has it.
const pass = new URLSearchParams(location.hash.slice(1)).get('token');
if (pass !== null) visitors.firstElementChild.setAttribute('token', pass);
prepare(visitors.firstElementChild);
const wanted = Math.min(MOST_VISITORS, Number(query.get('visitors')) || 1);
while (visitors.children.length < wanted) addVisitor();
showCrowd();

byId('add').addEventListener('click', () => {
  addVisitor();
  if (byId('add').hidden) byId('remove').focus();
});
byId('remove').addEventListener('click', () => {
  visitors.lastElementChild.remove();
  showCrowd();
  if (byId('remove').hidden) byId('add').focus();
});

byId('origin').textContent = location.origin;
byId('room').textContent = room;
byId('copy').addEventListener('click', async () => {
  let said = 'Copied';
  try {
    await navigator.clipboard.writeText(byId('snippet').textContent);
  } catch {
    getSelection()?.selectAllChildren(byId('snippet'));
    said = 'Selected';
  }
  byId('copy').textContent = said;
  byId('copied').textContent = said;
  setTimeout(() => {
    byId('copy').textContent = 'Copy';
    byId('copied').textContent = '';
  }, 2000);
});
