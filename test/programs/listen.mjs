import { EventSource } from 'eventsource';

/** Listens to a room's events and prints the name of each, and `again` when the line is back. */

const source = new EventSource(process.argv[2]);
let opened = 0;
source.onopen = () => {
  opened += 1;
  if (opened > 1) console.log('again');
};
for (const name of ['state', 'delta', 'prompt']) {
  source.addEventListener(name, ({ data, lastEventId }) => {
    JSON.parse(data);
    console.log(`${name} ${lastEventId}`);
  });
}
