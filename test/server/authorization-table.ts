/**
 * Who may do what, written down by hand. A cell says how the room answers: `ok`; the reason of the
 * refusal; `silent`, where there is no answer; `yes`, when it is theirs to do, whatever comes of it; and
 * `end`, the word to a conductor that holds no lease.
 */

/** By what somebody comes in, one per column. */
export const ACTORS = [
  'stranger', // has not said hello
  'viewer', // token
  'anonymous',
  'prompter', // token
  'program', // token with the scope `prompt`
  'conductor', // token with the scopes `conduct rules`
  'invited', // anonymous, with an invitation as a moderator
  'moderator', // token
  'host', // token
] as const;
export type ActorName = (typeof ACTORS)[number];

/** What pages say. */
export const MESSAGES = `
message            stranger    viewer      anonymous   prompter    program     conductor   invited     moderator   host
ping               ok          ok          ok          ok          ok          ok          ok          ok          ok
here               hello-first silent      silent      silent      silent      silent      silent      silent      silent
prompt             hello-first not-allowed ok          ok          ok          ok          ok          ok          ok
prompt@stage       hello-first not-allowed stage-only  stage-only  stage-only  stage-only  ok          ok          ok
withdraw-theirs    hello-first not-allowed not-waiting not-waiting not-waiting not-waiting not-waiting not-waiting not-waiting
undo-theirs        hello-first not-allowed nothing-to-undo nothing-to-undo nothing-to-undo nothing-to-undo nothing-to-undo nothing-to-undo nothing-to-undo
request-turn       hello-first not-allowed ok          ok          ok          ok          ok          ok          ok
claim-turn         hello-first not-allowed yes         yes         yes         yes         yes         yes         yes
release-turn       hello-first not-allowed yes         yes         yes         yes         yes         yes         yes
pass-turn          hello-first not-allowed yes         yes         yes         yes         yes         yes         yes
extend-turn        hello-first not-allowed yes         yes         yes         yes         yes         yes         yes
take-turn@baton    hello-first not-allowed yes         yes         yes         yes         yes         yes         yes
keep-turn@baton    hello-first not-allowed yes         yes         yes         yes         yes         yes         yes
skip-vote          hello-first yes         yes         yes         yes         yes         yes         yes         yes
switch-vote        hello-first yes         yes         yes         yes         yes         yes         yes         yes
vote@curated       hello-first yes         ok          ok          ok          ok          ok          ok          ok
choose@curated     hello-first not-allowed not-allowed not-allowed not-allowed not-allowed ok          ok          ok
dismiss@curated    hello-first not-allowed not-allowed not-allowed not-allowed not-allowed ok          ok          ok
react              hello-first ok          ok          ok          ok          ok          ok          ok          ok
typing             hello-first silent      silent      silent      silent      silent      silent      silent      silent
here               hello-first silent      silent      silent      silent      silent      silent      silent      silent
visible            hello-first silent      silent      silent      silent      silent      silent      silent      silent
choose-name        hello-first not-allowed ok          not-allowed not-allowed not-allowed ok          not-allowed not-allowed
rename             hello-first silent      silent      silent      silent      silent      silent      silent      silent
report             hello-first end         end         end         end         end         end         end         end
frame              hello-first silent      silent      silent      silent      silent      silent      silent      silent
moved              hello-first silent      silent      silent      silent      silent      silent      silent      silent
viewing            hello-first silent      silent      silent      silent      silent      silent      silent      silent
renew-own          hello-first ok          -           ok          ok          ok          -           ok          ok
renew-host         hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed
renew-forged       bad-token   bad-token   bad-token   bad-token   bad-token   bad-token   bad-token   bad-token   bad-token
renew-expired      token-expired token-expired token-expired token-expired token-expired token-expired token-expired token-expired token-expired
desk               hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
`;

/** What moderators and hosts do. */
export const ACTS = `
act                stranger    viewer      anonymous   prompter    program     conductor   invited     moderator   host
start              hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
stop               hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
pause              hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
resume             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
rules              hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
invite             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
revoke             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
cue-add            hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed ok
cue-change         hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed yes
cue-remove         hello-first not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed not-allowed yes
cue-run            hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
skip               hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
lock               hello-first not-allowed not-allowed not-allowed not-allowed not-allowed ok          ok          ok
unlock             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
panic              hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
undo               hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
announce           hello-first not-allowed not-allowed not-allowed not-allowed not-allowed ok          ok          ok
approve            hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
refuse             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
remove             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
mute               hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
unmute             hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
ban                hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
unban              hello-first not-allowed not-allowed not-allowed not-allowed not-allowed yes         yes         yes
`;

/**
 * What programs ask over HTTP, with no token, a role's, or a host's that is no good. A cell says the
 * status of the refusal, or `yes` for any other answer.
 */
export const ENDPOINTS = `
endpoint              nobody viewer prompter program conductor moderator host expired forged other-room no-bearer
GET/state             yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/events            yes    yes    yes      yes     yes       yes       yes  401     401    401        401
POST/offer            yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/rules             yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/stats             yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/stats.html        yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/openapi.json      yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/prompts           yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/prompts/guess     yes    yes    yes      yes     yes       yes       yes  401     401    401        401
POST/prompts          401    403    403      yes     403       yes       yes  401     401    401        401
DELETE/prompts/guess  401    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/recordings        yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/recordings/guess  yes    yes    yes      yes     yes       yes       yes  401     401    401        401
GET/frames/guess      yes    yes    yes      yes     yes       yes       yes  401     401    401        401
PATCH/rules           401    403    403      403     403       403       yes  401     401    401        401
DELETE/rules          401    403    403      403     403       403       yes  401     401    401        401
POST/start            401    403    403      403     403       403       yes  401     401    401        401
POST/stop             401    403    403      403     403       403       yes  401     401    401        401
POST/pause            401    403    403      403     403       403       yes  401     401    401        401
POST/resume           401    403    403      403     403       403       yes  401     401    401        401
GET/invites           401    403    403      403     403       403       yes  401     401    401        401
POST/invites          401    403    403      403     403       403       yes  401     401    401        401
DELETE/invites/guess  401    403    403      403     403       403       yes  401     401    401        401
POST/cues             401    403    403      403     403       403       yes  401     401    401        401
PATCH/cues/guess      401    403    403      403     403       403       yes  401     401    401        401
DELETE/cues/guess     401    403    403      403     403       403       yes  401     401    401        401
GET/cues              401    403    403      403     403       yes       yes  401     401    401        401
POST/cues/guess/run   401    403    403      403     403       yes       yes  401     401    401        401
GET/bans              401    403    403      403     403       yes       yes  401     401    401        401
POST/bans             401    403    403      403     403       yes       yes  401     401    401        401
DELETE/bans/guess     401    403    403      403     403       yes       yes  401     401    401        401
GET/prompts.csv       401    403    403      403     403       yes       yes  401     401    401        401
GET/prompts.jsonl     401    403    403      403     403       yes       yes  401     401    401        401
GET/metrics           401    403    403      403     403       yes       yes  401     401    401        401
GET/refusals          401    403    403      403     403       yes       yes  401     401    401        401
GET/audit             401    403    403      403     403       yes       yes  401     401    401        401
POST/skip             401    403    403      403     403       yes       yes  401     401    401        401
POST/lock             401    403    403      403     403       yes       yes  401     401    401        401
POST/unlock           401    403    403      403     403       yes       yes  401     401    401        401
POST/panic            401    403    403      403     403       yes       yes  401     401    401        401
POST/undo             401    403    403      403     403       yes       yes  401     401    401        401
POST/announce         401    403    403      403     403       yes       yes  401     401    401        401
POST/approve          401    403    403      403     403       yes       yes  401     401    401        401
POST/refuse           401    403    403      403     403       yes       yes  401     401    401        401
POST/remove           401    403    403      403     403       yes       yes  401     401    401        401
POST/mute             401    403    403      403     403       yes       yes  401     401    401        401
POST/unmute           401    403    403      403     403       yes       yes  401     401    401        401
`;

/** What comes of arriving first in a room that nobody may open, with rules and as a conductor. */
export const ARRIVALS = `
arrival            viewer      anonymous   prompter    program     conductor   moderator   host
opens              no          no          no          no          no          no          yes
conducts           no          no          no          no          yes         no          yes
sets-rules         no          no          no          no          yes         no          yes
`;

/** What comes of a host's token that is not what it should be: a close code. */
export const TOKENS = `
token              close
valid              none
expired            4106
other-secret       4101
no-algorithm       4101
other-algorithm    4101
public-key         4101
tampered           4101
other-room         4101
without-room       4101
without-end        4101
without-person     4101
unknown-role       4101
not-yet            4101
an-identity        4101
empty              4101
too-long           4101
no-secret-here     4101
`;

/** Reads a table: what each row says, by column. */
export function cells(table: string): { row: string; column: string; expected: string }[] {
  const [head = '', ...lines] = table.trim().split('\n');
  const [, ...columns] = head.split(/\s+/);
  return lines.flatMap((line) => {
    const [row = '', ...expected] = line.trim().split(/\s+/);
    if (expected.length !== columns.length) throw new Error(`The row "${row}" is not complete.`);
    return columns.map((column, index) => ({ row, column, expected: expected[index] ?? '' }));
  });
}
