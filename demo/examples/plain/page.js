const button = document.querySelector('button');
const copy = document.querySelector('odyssey-broadcast').cloneNode();

button.addEventListener('click', () => {
  const shown = document.querySelector('odyssey-broadcast');
  if (shown) shown.remove();
  else button.after(copy.cloneNode());
});

// Events of the element reach the document.
document.addEventListener('odyssey-status', ({ phase }) => {
  document.querySelector('output').textContent = phase ?? '';
});
