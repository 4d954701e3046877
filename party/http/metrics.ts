import { NOTHING_YET } from '../room/state.js';
import { FIRST_FRAME_BUCKETS, type ViewerSums } from '../server/viewer-stats.js';
import type { RoomPort } from './route.js';

/** One number with its labels. */
type Sample = readonly [labels: string, value: number];

/** The room's counts in the text format of Prometheus (0.0.4). */
export function metricsText(room: RoomPort): string {
  const { records, life, prompts, audience, refusals } = room.state();
  const { liveMs, ...ended } = { ...NOTHING_YET, ...records.tally };
  const running = life.phase === 'live' ? Math.max(0, room.now() - life.startedAt) : 0;
  const statuses = { ...ended, refused: ended.refused + refusals.count + room.slowed() };
  const reactions = room.reactions();
  return [
    ...metric('watching', 'gauge', 'People who watch now.', [['', audience.watching]]),
    ...metric('on_air', 'gauge', '1 while there is a picture.', [
      ['', life.phase === 'live' || life.phase === 'renewing' ? 1 : 0],
    ]),
    ...metric('live_seconds_total', 'counter', 'How long the room was live.', [
      ['', (liveMs + running) / 1000],
    ]),
    ...metric('prompts_waiting', 'gauge', 'Prompts that wait.', [
      ['', prompts.filter(({ status }) => status === 'waiting').length],
    ]),
    ...metric(
      'prompts_total',
      'counter',
      'Prompts that ended, by how.',
      Object.entries(statuses).map(([status, count]): Sample => [`{status="${status}"}`, count]),
    ),
    ...metric('reactions_total', 'counter', 'Reactions, by whether they counted.', [
      ['{counted="yes"}', reactions.counted],
      ['{counted="no"}', reactions.refused],
    ]),
    ...(room.viewers() === null ? [] : viewerLines(room.viewers())),
    '',
  ].join('\n');
}

function viewerLines(sums: ViewerSums | null): readonly string[] {
  if (sums === null) return [];
  const { firstFrameWithin, firstFrames, firstFrameSeconds } = sums;
  const within = FIRST_FRAME_BUCKETS.map(
    (limit, at): Sample => [`_bucket{le="${limit}"}`, firstFrameWithin[at] ?? 0],
  );
  return [
    ...metric('viewer_reports_total', 'counter', 'Reports of pages, by how the picture comes.', [
      ['{transport="webrtc"}', sums.webrtc],
      ['{transport="hls"}', sums.hls],
    ]),
    ...metric('viewer_watched_seconds_total', 'counter', 'Time with a picture.', [
      ['', sums.watchedSeconds],
    ]),
    ...metric('viewer_freezes_total', 'counter', 'Times that a picture stood.', [
      ['', sums.freezes],
    ]),
    ...metric('viewer_frozen_seconds_total', 'counter', 'How long pictures stood.', [
      ['', sums.frozenSeconds],
    ]),
    ...metric('viewer_first_frame_seconds', 'histogram', 'From connecting to the first frame.', [
      ...within,
      ['_bucket{le="+Inf"}', firstFrames],
      ['_sum', firstFrameSeconds],
      ['_count', firstFrames],
    ]),
    ...metric('viewer_delay_seconds', 'summary', 'How far pictures are behind the world (HLS).', [
      ['_sum', sums.delaySeconds],
      ['_count', sums.delays],
    ]),
  ];
}

function metric(
  name: string,
  type: 'gauge' | 'counter' | 'histogram' | 'summary',
  help: string,
  samples: readonly Sample[],
): readonly string[] {
  const full = `odyssey_broadcast_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(([labels, value]) => `${full}${labels} ${Number(value.toFixed(3))}`),
  ];
}
