import { expect } from '@open-wc/testing';
import { linkTo, momentIn } from '../../src/element/replay-entry.js';
import { RoomUi } from '../../src/element/room-ui.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { buttonNames, clearPage, mount, soon } from './support/mount.js';
import {
  BEGAN,
  clearReplay,
  HttpRoom,
  LONG_VIDEO,
  mountReplay,
  part,
  REPLAYABLE,
  recordingOf,
  refused,
} from './support/replay-room.js';
import { roomView, SCENES, view, you } from './support/views.js';
import { violationsIn } from './support/violations.js';

function fetched(): string[] {
  const names = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  return names.filter((name) => /element\/replay\//.test(name));
}

const withRule = (replay: 'yes' | 'staff' | 'no') =>
  roomView({ rules: { ...DEFAULT_RULES, replay } });

describe('the replay', () => {
  let http: HttpRoom;
  beforeEach(() => {
    http = new HttpRoom();
  });
  afterEach(() => clearReplay(http));

  it('[RP1] nothing of it is loaded or asked for before somebody wants it', async () => {
    const { show } = await mount({ scene: REPLAYABLE });
    for (const scene of Object.values(SCENES)) await show(scene);
    expect(fetched()).to.deep.equal([]);
    expect(http.asked).to.deep.equal([]);
  });

  it('[RP1] it is offered to those whom the rule allows', async () => {
    const table = { yes: [true, true], staff: [false, true], no: [false, false] } as const;
    const { show, root } = await mount();
    for (const [rule, [visitors, moderators]] of Object.entries(table)) {
      const room = withRule(rule as 'yes');
      const offered = () => root.querySelector('.replay-open') !== null;
      await show(view({ room }));
      expect(offered(), `${rule} to visitors`).to.equal(visitors);
      await show(view({ room, you: you({ state: 'none' }, { role: 'moderator' }) }));
      expect(offered(), `${rule} to moderators`).to.equal(moderators);
    }
  });

  it('[RP1] when its part of the script cannot be loaded, the page is told', async () => {
    const { replay } = RoomUi.chunks;
    RoomUi.chunks.replay = () => Promise.reject(new Error('no such file'));
    try {
      const { element, button } = await mount({ scene: REPLAYABLE });
      const told: string[] = [];
      element.addEventListener('odyssey-error', ({ message }) => told.push(message));
      button('Replay').click();
      await soon(() => told.length > 0);
    } finally {
      RoomUi.chunks.replay = replay;
    }
  });

  it('[RP12] a change that comes while it is open is in it soon, with its picture', async () => {
    const real = window.setTimeout;
    const fast = (run: () => void, ms = 0) => real(run, ms > 5_000 && ms < 10_000 ? 50 : ms);
    window.setTimeout = fast as typeof window.setTimeout;
    try {
      http.pages['/recordings'] = { streams: [part(1)], running: null, next: null };
      const { entries, root, show } = await mountReplay(http);
      const pages = () => http.asked.filter((path) => path === '/recordings').length;
      expect([entries().length, pages()]).to.deep.equal([2, 1]);
      http.pages['/recordings'] = { streams: [part(2), part(1)], running: null, next: null };
      const made = ['a', 'b'].map((id) => ({
        ...{ id, by: 'a-Ada', name: 'Ada', text: 'it snows', appliedText: 'Snow', at: BEGAN },
      }));
      for (const changes of [made.slice(0, 1), made]) {
        await show(view({ room: roomView({ rules: DEFAULT_RULES, changes }) }));
      }
      await soon(() => entries().length === 4);
      expect(pages()).to.equal(2);
      expect(root.querySelectorAll('.replay .moment img')).to.have.length(2);
    } finally {
      window.setTimeout = real;
    }
  });

  it('[RP2] it shows each part with its prompts, pictures and times, and plays the last broadcast', async () => {
    http.video = LONG_VIDEO;
    const long = BEGAN - 600_000;
    const before = part(1, { startedAt: long, endedAt: long + 2_000 });
    http.pages['/recordings'] = { streams: [part(3), part(2), before], running: null, next: null };
    const { entries, one, plays, root } = await mountReplay(http);
    expect(entries()).to.deep.equal([
      ...['first wish of part 1', 'second wish of part 1', 'first wish of part 2'],
      ...['second wish of part 2', 'first wish of part 3', 'second wish of part 3'],
    ]);
    await soon(plays);
    expect(http.asked).to.include('/recordings/2');
    const images = [...root.querySelectorAll<HTMLImageElement>('.replay img')];
    expect(images.map(({ src }) => new URL(src).pathname)[0]).to.equal(
      '/parties/main/lobby/frames/first-1',
    );
    expect(images.length).to.equal(3);
    const begins = [...root.querySelectorAll('.begins')].map(({ textContent }) => textContent);
    expect(begins.length, 'a pause, and it begins anew').to.equal(2);
    expect(one('.replay .who').textContent).to.contain('Ada');
    expect(
      http.shown.every((token) => token === null),
      'anybody may',
    ).to.equal(true);
  });

  it('[RP3] one part after the other, and at the end it says so', async () => {
    const { status, video, current } = await mountReplay(http);
    await soon(() => current() === 'first wish of part 1');
    video.playbackRate = 8;
    await soon(() => http.asked.includes('/recordings/2'));
    await soon(() => current().endsWith('wish of part 2'));
    video.playbackRate = 8;
    await soon(() => status() === 'That is all so far.');
    expect(http.asked.filter((path) => path === '/recordings').length, 'looked once more').to.equal(
      2,
    );
  });

  it('[RP3] what has ended meanwhile is played too', async () => {
    http.pages['/recordings'] = { streams: [part(1)], running: null, next: null };
    const { video, entries } = await mountReplay(http);
    http.pages['/recordings'] = { streams: [part(2), part(1)], running: null, next: null };
    video.playbackRate = 8;
    await soon(() => http.asked.includes('/recordings/2'));
    expect(entries().length).to.equal(4);
  });

  it('[RP4] a prompt leads to its moment, in this part and in another', async () => {
    http.video = LONG_VIDEO;
    const { button, root, video, current, press } = await mountReplay(http);
    const goTo = (text: string) =>
      [...root.querySelectorAll<HTMLElement>('.moment')]
        .find(({ textContent }) => textContent?.includes(text))
        ?.click();
    goTo('second wish of part 2');
    await soon(() => current() === 'second wish of part 2');
    await soon(() => video.currentTime > 0.2);
    press('Previous prompt');
    await soon(() => current() !== 'second wish of part 2');
    goTo('first wish of part 1');
    await soon(() => current() === 'first wish of part 1');
    button('Next prompt').click();
    await soon(() => current() === 'second wish of part 1');
  });

  it('[RP4] where the recording began before the stream, moments are that much later in it', async () => {
    const body = { ...recordingOf(1), seconds: 2 };
    http.pages['/recordings'] = { streams: [part(1, { seconds: 1 })], running: null, next: null };
    http.recordings[1] = { status: 200, body };
    const { video, root } = await mountReplay(http);
    video.pause();
    await soon(() => video.readyState > 0);
    root.querySelectorAll<HTMLElement>('.moment')[1]?.click();
    video.pause();
    expect(video.currentTime, '1.8 s, less 1.5, and 1 s later').to.be.closeTo(1.3, 0.2);
  });

  it('[RP5] a link leads to a moment, and is made for the one that is shown', () => {
    const link = linkTo('https://a.test/page?x=1#token=secret', 'my, room', {
      no: 12,
      ms: 3_400.6,
    });
    expect(link).to.equal('https://a.test/page?x=1#odyssey-replay=my%2C%20room,12,3401');
    expect(momentIn(new URL(link).hash, 'my, room')).to.deep.equal({ no: 12, ms: 3_401 });
    for (const fragment of [
      '',
      '#odyssey-replay=lobby',
      '#odyssey-replay=lobby,1',
      '#x=lobby,1,2',
    ]) {
      expect(momentIn(fragment, 'lobby')).to.equal(null);
    }
    expect(momentIn('#odyssey-replay=attic,1,2', 'lobby'), 'another room').to.equal(null);
    expect(momentIn('#odyssey-replay=lobby,-1,99999999999', 'lobby')).to.equal(null);
  });

  it('[RP5] a page opened by a link opens the replay there, once, going back as far as needed', async () => {
    http.video = LONG_VIDEO;
    http.pages['/recordings'] = { streams: [part(9)], running: null, next: 9 };
    http.pages['/recordings?after=9'] = { streams: [part(8), part(7)], running: null, next: 7 };
    location.hash = '#odyssey-replay=lobby,7,1500';
    const { video, current, one, root } = await mountReplay(http, { byLink: true });
    await soon(() => current() === 'second wish of part 7');
    await soon(() => video.currentTime >= 1.4);
    const again = await mount({ scene: REPLAYABLE });
    expect(again.root.querySelector('dialog.replay'), 'the second element of the room').to.equal(
      null,
    );
    one<HTMLButtonElement>('.replay .close').click();
    await soon(() => root.querySelector('dialog.replay') === null);
    location.hash = '#odyssey-replay=lobby,9,0';
    await soon(() => document.body.querySelectorAll('odyssey-broadcast').length === 2);
    await soon(() => [root, again.root].some((one) => one.querySelector('dialog.replay')));
  });

  it('[RP5] the link of a moment that is gone says so, and shows what there is', async () => {
    location.hash = '#odyssey-replay=lobby,77,1500';
    const { status, entries } = await mountReplay(http, { byLink: true });
    expect(status()).to.contain('The moment of this link is not kept any more.');
    expect(entries().length).to.equal(4);
  });

  it('[RP5] where nothing can be copied, the link is there to be copied by hand', async () => {
    http.video = LONG_VIDEO;
    const { press, status, one, video } = await mountReplay(http);
    video.pause();
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    press('Copy link to this moment');
    await soon(() => status().includes('Copy this link:'));
    expect(one<HTMLInputElement>('.status input').value).to.match(/#odyssey-replay=lobby,1,\d+$/);
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  });

  it('[RP6] a recording that is gone is left out, and it says so', async () => {
    http.video = LONG_VIDEO;
    http.recordings[1] = refused(410, 'recording-gone');
    const { status, plays, root, current } = await mountReplay(http);
    await soon(() => current().endsWith('part 2') && plays());
    expect(status()).to.match(/^The part from .* is not kept any more\. On to the next\.$/);
    expect(root.querySelector('.part .quiet')?.textContent).to.contain('Not kept any more');
  });

  it('[RP6] nothing recorded, all gone, still running, being written, away, not for this visitor', async () => {
    const none = { streams: [], running: null, next: null };
    const running = part(3, { endedAt: null, prompt: null, reason: null });
    const one = { streams: [part(1)], running: null, next: null };
    const cases: [string, RegExp][] = [];
    const say = async (words: RegExp, set: () => void) => {
      set();
      const { status, root } = await mountReplay(http);
      await soon(() => words.test(status()), `${words}: ${status()}`);
      cases.push([status(), words]);
      root.querySelector<HTMLButtonElement>('.replay .close')?.click();
      clearPage();
      http.recordings = {};
    };
    await say(/^Nothing is recorded here yet\./, () => {
      http.pages['/recordings'] = none;
    });
    await say(/^Nothing is recorded here yet\./, () => {
      http.pages['/recordings'] = { ...none, running };
    });
    await say(/Nothing comes after it\.$/, () => {
      http.pages['/recordings'] = one;
      http.recordings[1] = refused(410, 'recording-gone');
    });
    await say(/still being written/, () => {
      http.recordings[1] = refused(503, 'recording-coming');
    });
    await say(/cannot be reached/, () => {
      http.recordings[1] = refused(503, 'service-away');
    });
    await say(/not for replay/, () => {
      http.recordings[1] = refused(403, 'replay-off');
    });
    expect(cases.length).to.equal(6);
  });

  it('[RP6] a part that still runs is there with its prompts; it says that it cannot be played yet', async () => {
    const running = part(3, { endedAt: null, prompt: null, reason: null });
    http.pages['/recordings'] = { streams: [part(2)], running, next: null };
    http.recordings[3] = refused(409, 'still-running');
    const { status, entries, root } = await mountReplay(http);
    expect(entries().length).to.equal(4);
    [...root.querySelectorAll<HTMLElement>('.moment')].at(-1)?.click();
    await soon(() => status() === 'This part still runs. It can be replayed when it is over.');
  });

  it('[RP6] the room away: it says so, and goes on when asked to try again', async () => {
    http.away = true;
    const { status, press, entries, root } = await mountReplay(http);
    expect(status()).to.contain('cannot be reached');
    expect(await violationsIn(root.querySelector('dialog.replay')!)).to.deep.equal([]);
    http.away = false;
    press('Try again');
    await soon(() => entries().length === 4);
  });

  it('[RP6] an address that does not work is asked for anew once; then it says so', async () => {
    http.recordings[1] = {
      status: 200,
      body: recordingOf(1, URL.createObjectURL(new Blob(['no video']))),
    };
    const { status, press, plays } = await mountReplay(http);
    await soon(() => status() === 'This part could not be played.');
    expect(http.asked.filter((path) => path === '/recordings/1').length).to.equal(2);
    http.recordings = {};
    press('Try again');
    await soon(plays);
    expect(status()).to.equal('');
  });

  it('[RP7] older parts come when they are wanted, before the others', async () => {
    http.pages['/recordings'] = { streams: [part(4), part(3)], running: null, next: 3 };
    http.pages['/recordings?after=3'] = { streams: [part(2), part(1)], running: null, next: null };
    const { entries, press, root } = await mountReplay(http);
    expect(entries()[0]).to.equal('first wish of part 3');
    press('Show earlier parts');
    await soon(() => entries().length === 8);
    expect(entries()[0]).to.equal('first wish of part 1');
    expect(buttonNames({ root } as Parameters<typeof buttonNames>[0])).not.to.include(
      'Show earlier parts',
    );
  });

  it('[RP8] where only staff may, the token is shown, and nothing is left of the pictures', async () => {
    const attributes = { room: 'lobby', host: 'rooms.test', token: 'pass' };
    const room = withRule('staff');
    const scene = view({ room, you: you({ state: 'none' }, { role: 'host' }) });
    const made: string[] = [];
    const given: string[] = [];
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const address = createObjectURL.call(URL, blob);
      made.push(address);
      return address;
    };
    URL.revokeObjectURL = (address) => {
      given.push(address);
      revokeObjectURL.call(URL, address);
    };
    try {
      const { root, one } = await mountReplay(http, { attributes, scene });
      await soon(() => root.querySelectorAll('.replay img').length === 2);
      expect([...new Set(http.shown)]).to.deep.equal(['Bearer pass']);
      one<HTMLButtonElement>('.replay .close').click();
      await soon(() => root.querySelector('dialog.replay') === null);
      expect(given.sort()).to.deep.equal(made.sort());
    } finally {
      URL.createObjectURL = createObjectURL;
      URL.revokeObjectURL = revokeObjectURL;
    }
  });
});
