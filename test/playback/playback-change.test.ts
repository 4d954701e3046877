import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { COVER_MS } from '../../src/playback/playback.js';
import { handSoundOver, hasSound } from '../../src/playback/sound.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { closePlayback, FADE_MS, poll, setUpPlayback } from '../support/playing.js';

describe('playback, from one stream to the next', () => {
  afterEach(closePlayback);

  it('[PB4] makes the new picture before it breaks the old, and fades', async () => {
    const { clock, firstFrames, playback, states, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(whep.watch('two'));
    expect(videos[0].dataset['front']).to.equal('');
    await firstFrames(2);
    expect(videos[1].dataset['front']).to.equal('');
    expect(whep.open).to.equal(2);
    expect(videos[0].dataset['beneath']).to.equal('');
    await clock.advance(FADE_MS);
    expect(whep.open).to.equal(2);
    await clock.advance(COVER_MS);
    expect(whep.open).to.equal(1);
    expect(videos[0].srcObject).to.equal(null);
    expect(videos[0].dataset['beneath']).to.equal(undefined);
    expect(states.map(({ status }) => status)).to.deep.equal(['connecting', 'playing']);
    expect(whep.count(/^DELETE/)).to.equal(1);
  });

  it('[PB23] joins the next stream at a moment of its own while the one before plays', async () => {
    const { advanceFlowing, firstFrames, playback, states, whep } = setUpPlayback();
    playback.watch(whep.watch('one'), 4_000);
    await firstFrames(1);
    playback.watch(whep.watch('two'), 4_000);
    await advanceFlowing(3_000);
    expect(whep.count(/^POST/)).to.equal(1);
    expect(states.map(({ status }) => status)).to.deep.equal(['connecting', 'playing']);
    await advanceFlowing(1_000);
    await firstFrames(2);
    expect(whep.count(/^POST/)).to.equal(2);
  });

  it('[OP16] joins the next stream after the share of that time that it was given', async () => {
    const { advanceFlowing, firstFrames, playback, whep } = setUpPlayback();
    playback.watch(whep.watch('one'), 4_000, 0.25);
    await firstFrames(1);
    playback.watch(whep.watch('two'), 4_000, 0.25);
    await advanceFlowing(500);
    expect(whep.count(/^POST/)).to.equal(1);
    await advanceFlowing(600);
    await firstFrames(2);
    expect(whep.count(/^POST/)).to.equal(2);
  });

  it('[PB4] cuts instead of fading where motion is not wanted', async () => {
    const { clock, firstFrames, playback, whep } = setUpPlayback({ reducedMotion: true });
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(whep.watch('two'));
    await firstFrames(2);
    await clock.advance(COVER_MS);
    expect(whep.open).to.equal(1);
  });

  it('[PB4] fades as long as the style says', async () => {
    const { clock, firstFrames, playback, videos, whep } = setUpPlayback({ byStyle: true });
    for (const video of videos) video.style.transition = 'opacity 0.2s linear';
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(whep.watch('two'));
    await firstFrames(2);
    await clock.advance(199 + COVER_MS);
    expect(whep.open).to.equal(2);
    await clock.advance(1);
    expect(whep.open).to.equal(1);
  });

  it('[PB4] keeps the old picture while the new one fails', async () => {
    const { clock, firstFrames, playback, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    whep.manner = 'break';
    playback.watch(whep.watch('two'));
    await poll(() => clock.pending === 2 && whep.open === 1);
    expect(playback.state.status).to.equal('playing');
    whep.manner = 'play';
    await clock.advance(500);
    await firstFrames(2);
    expect(playback.state.status).to.equal('playing');
  });

  it('[PB15] the old picture plays on until the new one covers it, however late that comes', async () => {
    const { clock, firstFrames, playback, states, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    whep.manner = 'no-media';
    playback.watch(whep.watch('two'));
    await poll(() => whep.count(/^POST/) === 2);
    const shown = () => videos[0].getVideoPlaybackQuality().totalVideoFrames;
    const whileItComes = shown();
    await poll(() => shown() > whileItComes + 5);
    expect(videos[0].dataset['front']).to.equal('');
    await whep.thaw();
    await firstFrames(2);
    expect(Object.keys(videos[0].dataset)).to.deep.equal(['beneath']);
    const beneath = shown();
    await poll(() => shown() > beneath + 5);
    await clock.advance(FADE_MS + COVER_MS);
    expect(whep.open).to.equal(1);
    expect(states.map(({ status }) => status)).to.deep.equal(['connecting', 'playing']);
  });

  it('[PB15] a stream that is named in the middle of a fade ends it, and none is left', async () => {
    const { clock, firstFrames, playback, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(whep.watch('two'));
    await firstFrames(2);
    playback.watch(whep.watch('three'));
    expect(videos[1].dataset['front']).to.equal('whole');
    playback.watch(whep.watch('four'));
    await firstFrames(3);
    expect(videos.map(({ dataset }) => Object.keys(dataset)[0])).to.deep.equal([
      'front',
      'beneath',
    ]);
    await clock.advance(FADE_MS + COVER_MS);
    await poll(() => whep.open === 1);
    expect(whep.requests.filter((made) => made.startsWith('POST')).at(-1)).to.equal(
      'POST /four/whep',
    );
  });

  it('[PB15] a new stream that is not there yet is asked for again soon', async () => {
    const { clock, firstFrames, playback, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    whep.manner = 404;
    playback.watch(whep.watch('two'));
    await poll(() => whep.count(/^POST/) === 2 && whep.open === 1);
    await settle();
    whep.manner = 'play';
    await clock.advance(500);
    await firstFrames(2);
    expect(playback.state.status).to.equal('playing');
  });

  it('[PB17] a stream that dies before its successor is named is asked for once, and replaced at once', async () => {
    const { advanceUntil, clock, firstFrames, playback, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    whep.manner = 404;
    await whep.freeze();
    await advanceUntil('waiting');
    await clock.advance(500);
    await poll(() => whep.count(/^POST/) === 2 && playback.state.status === 'waiting');
    await clock.advance(14_000);
    expect(whep.count(/^POST/)).to.equal(2);
    expect(videos[0].dataset['front']).to.equal('');
    expect(await playback.captureFrame()).to.be.instanceOf(Blob);
    whep.manner = 'play';
    await whep.thaw();
    playback.watch(whep.watch('two'));
    await firstFrames(2);
    expect(playback.state.status).to.equal('playing');
    expect(videos[1].dataset['front']).to.equal('');
  });

  it('[PB29] what sounds fades over to the next stream, and nothing is silent between', async () => {
    const { clock, firstFrames, playback, videos, whep } = setUpPlayback();
    const context = new AudioContext();
    const tone = context.createOscillator();
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    whep.sound = out.stream.getAudioTracks()[0] ?? null;
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    await sendMouse({ type: 'click', position: [1, 1] });
    await context.resume();
    playback.setMuted(false);
    await poll(() => hasSound(videos[0]));
    playback.watch(whep.watch('two'));
    await firstFrames(2);
    const levels = () => videos.map(({ muted, volume }) => (muted ? 0 : volume));
    const powers: number[] = [];
    for (let ms = 0; ms < FADE_MS; ms += 60) {
      powers.push(levels().reduce((sum, level) => sum + level ** 2, 0));
      await clock.advance(60);
    }
    for (const power of powers) expect(power).to.be.closeTo(1, 0.01);
    await clock.advance(COVER_MS);
    expect(levels()).to.deep.equal([0, 1]);
    expect(videos[0].volume).to.equal(1);
    // Cut short by the next one.
    playback.watch(whep.watch('three'));
    await firstFrames(3);
    playback.watch(whep.watch('four'));
    await firstFrames(4);
    await clock.advance(FADE_MS + COVER_MS);
    expect(levels()).to.deep.equal([0, 1]);
    playback.close();
    expect(clock.pending).to.equal(0);
    await context.close();
  });

  it('[PB29] a volume that the page may not set is no echo', async () => {
    const [one, other] = [document.createElement('video'), document.createElement('video')];
    for (const video of [one, other]) {
      const audio = new AudioContext().createMediaStreamDestination();
      video.srcObject = audio.stream;
      Object.defineProperty(video, 'volume', { get: () => 1, set: () => undefined });
    }
    const clock = new FakeClock();
    handSoundOver(one, other, 300, clock);
    expect([one.muted, other.muted, clock.pending]).to.deep.equal([true, false, 0]);
  });

  it('[PB16] the sound goes with the picture, and what the browser silenced stays silent', async () => {
    const { firstFrames, playback, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    // Without a tap on the page the browser takes the sound back at once.
    await sendMouse({ type: 'click', position: [1, 1] });
    playback.setMuted(false);
    expect([videos[0].muted, videos[1].muted]).to.deep.equal([false, true]);
    playback.watch(whep.watch('two'));
    await firstFrames(2);
    expect([videos[0].muted, videos[1].muted]).to.deep.equal([true, false]);
    videos[1].pause();
    await poll(() => videos[1].muted && !videos[1].paused);
    playback.watch(whep.watch('three'));
    await firstFrames(3);
    expect(playback.muted).to.equal(true);
  });
});
