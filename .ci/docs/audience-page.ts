import { costOf } from '../../test/simulate/audience/costs.js';
import { firstToBreak, MEASURED, simulateAudience } from '../../test/simulate/audience/million.js';
import { page, table } from './markdown.js';

const SIZES = [10, 1_000, 10_000, 100_000, 1_000_000];
const SHOWS = [
  { viewers: 100, hours: 1, renewals: 24 },
  { viewers: 1_000, hours: 2, renewals: 24 },
  { viewers: 10_000, hours: 2, renewals: 24 },
  { viewers: 100_000, hours: 2, renewals: 24 },
  { viewers: 1_000_000, hours: 1, renewals: 24 },
];

const number = (value: number, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** What audiences of any size take of a room, and of the owner's money: simulated, not measured. */
export function audiencePage(): string {
  const simulated = SIZES.map((viewers) => simulateAudience(viewers));
  const { send, step, report, redirect, welcome } = MEASURED;
  return page(
    'What an audience takes',
    'test/simulate/audience',
    `Simulated, not measured: nobody has a million viewers to try. It goes by the code that spreads viewers over
[audience parties](../audiences.md) and by what was measured of it: ${send} µs of CPU to send one text to one socket,
${step / 1_000} ms for a prompt's steps, ${report} µs for a party's report, ${redirect} µs for a hello that is sent on, and ${welcome} µs for one that is
welcomed by a party.

${table(
  [
    'viewers',
    'parties',
    'room, a turn',
    'room, a frame',
    'room, reports',
    'party, a frame',
    'delay p50',
    'delay p99',
    'all in after',
    'first to give way',
  ],
  simulated.map((one) => [
    number(one.viewers),
    number(one.parties),
    `${number(one.turnMs, 1)} ms`,
    `${number(one.frameMs, 1)} ms`,
    `${number(one.reportsMs, 1)} ms a second`,
    `${number(one.partyMs, 1)} ms`,
    `${number(one.p50)} ms`,
    `${number(one.p99)} ms`,
    `${number(one.arrivalSeconds)} s`,
    firstToBreak(one),
  ]),
)}

A viewer is sent about ${number(simulated[0]?.joinBytes ?? 0)} bytes to join, with ten changes in the history, and ${number(simulated[0]?.turnBytes ?? 0)} for a turn, at any size. A
renewal's joins are spread evenly, by places that each party gives to its viewers: its busiest tenth of a second has ${number(simulated.at(-1)?.renewalPeak ?? 0, 2)} of the mean.

## What it costs

By Cloudflare's public prices of 2026, for the state alone: the picture is Odyssey's. Parties that sleep cost less; here
all of them are awake all the time.

${table(
  ['viewers', 'hours', 'parties', 'requests', 'GB-s', 'dollars', 'hours a day on the free plan'],
  SHOWS.map((show) => {
    const { parties, requests, gigabyteSeconds, dollars, freeHours } = costOf(show);
    return [
      ...[number(show.viewers), number(show.hours), number(parties)],
      ...[number(requests), number(gigabyteSeconds), number(dollars, 2), number(freeHours, 1)],
    ];
  }),
)}`,
  );
}
