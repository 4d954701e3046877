import { expect } from '@open-wc/testing';
import { CHOICES, MODE_SCENES, modeView, RESULT, roundView } from './support/mode-views.js';
import { clearPage, type Mounted, mount } from './support/mount.js';
import { NOW, receipt } from './support/views.js';

const polite = ({ text }: Mounted) => text('[aria-live=polite]');
const assertive = ({ text }: Mounted) => text('[aria-live=assertive]');
const start = (name: string) => mount({ scene: MODE_SCENES[name]! });

describe('what a screen reader is told, in every mode', () => {
  afterEach(clearPage);

  it('[EM10] each phase of a round, once', async () => {
    const mounted = await start('vote: nothing yet');
    await mounted.show(MODE_SCENES['vote: propose']!);
    expect(polite(mounted)).to.equal('A new round takes proposals for 9 seconds.');
    await mounted.show(MODE_SCENES['vote: ballot']!);
    expect(polite(mounted)).to.equal('Voting is open for 15 seconds.');
    mounted.ports.client.time = NOW + 5000;
    const votes = CHOICES.map((choice) => ({ ...choice, votes: choice.votes + 1 }));
    await mounted.show(roundView('vote', { phase: 'vote', choices: votes }));
    expect(polite(mounted)).to.equal('Voting is open for 15 seconds.');
    await mounted.show(MODE_SCENES['vote: result']!);
    expect(polite(mounted)).to.equal(
      '“Snow begins to fall on the harbour” won. Two had 3 votes; the earlier one won.',
    );
  });

  it('[EM10] a tie that a host decides, and a vote that decided nothing', async () => {
    const mounted = await start('vote: ballot');
    await mounted.show(MODE_SCENES['vote: tie for the host']!);
    expect(polite(mounted)).to.equal(
      'It is a tie. Two had 3 votes. A host decides within 20 seconds; after that the earliest wins.',
    );
    await mounted.show(MODE_SCENES['vote: no quorum']!);
    expect(polite(mounted)).to.equal('Too few voted to decide anything.');
  });

  it('[EM10] a draw, and what was drawn', async () => {
    const mounted = await start('raffle: propose');
    await mounted.show(MODE_SCENES['raffle: draw']!);
    expect(polite(mounted)).to.equal('The draw is a moment away.');
    await mounted.show(MODE_SCENES['raffle: result']!);
    expect(polite(mounted)).to.equal('“Snow begins to fall on the harbour” was drawn.');
  });

  it('[EM11] the own proposal: that it won, or why it did not', async () => {
    const mounted = await start('vote: voted');
    const mine = receipt({ id: 'c-lanterns', text: 'The lanterns drift' });
    const decided = { phase: 'result', clock: { endsAt: NOW + 3000 }, choices: CHOICES } as const;
    const result = { ...RESULT, winner: 'c-lanterns', tieBreak: 'none' } as const;
    await mounted.show(roundView('vote', { ...decided, result }, { also: { receipts: [mine] } }));
    expect(polite(mounted)).to.match(/^Your proposal won: The lanterns let go/);

    const another = await start('vote: voted');
    const lost = { ...mine, status: 'expired', reason: 'not-chosen' } as const;
    await another.show(
      roundView('vote', { ...decided, result: RESULT }, { also: { receipts: [lost] } }),
    );
    expect(polite(another)).to.equal(
      '“Snow begins to fall on the harbour” won. Two had 3 votes; the earlier one won. Not picked this time. Enter it again next round.',
    );
  });

  it('[EM11] a suggestion of one’s own that was chosen', async () => {
    const mounted = await start('curated: suggestions');
    await mounted.show(MODE_SCENES['curated: chosen']!);
    expect(polite(mounted)).to.equal('Your suggestion was chosen.');
  });

  it('[EM12] who would take the baton from me is told at once, and that is over when I answer', async () => {
    const mounted = await start('baton: mine');
    await mounted.show(MODE_SCENES['baton: mine, contested']!);
    expect(assertive(mounted)).to.equal(
      'Bright Finch wants to take over the baton. Answer within 15 seconds, or it is theirs.',
    );
    await mounted.show(MODE_SCENES['baton: mine']!);
    expect(assertive(mounted)).to.equal('');
  });

  it('[EM12] who takes it over hears that it is theirs, and nothing takes that back', async () => {
    const mounted = await start('baton: contested by me');
    const mine = MODE_SCENES['baton: mine, nobody asks']!;
    const before = MODE_SCENES['baton: contested by me']!;
    await mounted.show({ ...before, you: mine.you });
    expect(assertive(mounted)).to.equal('It’s your turn.');
    await mounted.show(mine);
    expect(assertive(mounted)).to.equal('It’s your turn.');
    expect(polite(mounted)).not.to.contain('keeps');
  });

  it('[EM12] the others hear of it politely, and that the holder keeps it', async () => {
    const mounted = await start('baton: held');
    await mounted.show(MODE_SCENES['baton: contested by another']!);
    expect(polite(mounted)).to.equal('Bright Finch wants to take over the baton from Calm Otter.');
    expect(assertive(mounted)).to.equal('');
    await mounted.show(MODE_SCENES['baton: held']!);
    expect(polite(mounted)).to.equal('Calm Otter keeps the baton.');
  });

  it('[EM13] another way of taking turns, and that one may prompt again', async () => {
    const mounted = await start('open: cooling');
    await mounted.show(MODE_SCENES['open: free']!);
    expect(polite(mounted)).to.equal('You may prompt again.');
    await mounted.show(
      modeView('stage', { standing: { state: 'watching', reason: 'stage-only' } }),
    );
    expect(polite(mounted)).to.equal('Turns work another way now: The stage.');
  });
});
