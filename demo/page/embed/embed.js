/**
 * A room as a page of its own, for an iframe: `/embed?room=lobby&layout=side`. Every word of the address
 * but these becomes an attribute of the element: whose server it is, and a pass, are not an address' to say.
 */
const RESERVED = new Set(['host', 'party', 'token', 'style', 'class', 'id', 'slot', 'is', 'part']);
/** Attribute names as rules have them; never an event handler. */
const ATTRIBUTE = /^(?!on)[a-z]+(-[a-z]+)*$/;

const element = document.createElement('odyssey-broadcast');
const query = new URLSearchParams(location.search);
for (const [name, value] of query) {
  if (ATTRIBUTE.test(name) && !RESERVED.has(name)) element.setAttribute(name, value);
}
const room = query.get('room')?.trim() || 'lobby';
element.setAttribute('room', room);
document.title = `${room}: a live world, steered in turns`;
document.body.append(element);
