import 'odyssey-broadcast/define';

document.addEventListener('odyssey-status', ({ connection, phase }) => {
  console.log(connection.toUpperCase(), phase?.toUpperCase());
});
window.addEventListener('odyssey-reaction', ({ sums }) => console.log(sums['👏']?.toFixed()));
const element = document.querySelector('odyssey-broadcast');
element?.addEventListener('odyssey-prompt', (event) => {
  if (event.text.length > 20) event.preventDefault();
});
// @ts-expect-error: no such field.
window.addEventListener('odyssey-turn', ({ holdr }) => console.log(holdr));
