import jwt from 'jsonwebtoken';

/** Shows a room tokens as `jsonwebtoken` signs them, right and wrong ones; prints what it says of each. */

const [address = '', secret = ''] = process.argv.slice(2);
const room = decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
const usual = { room, role: 'moderator' };
const soon = { expiresIn: '5m' };
const now = Math.floor(Date.now() / 1000);

/** @type {Record<string, [payload: object, options: jwt.SignOptions, secret?: string]>} */
const TOKENS = {
  'as the guide has it': [{ ...usual, sub: 'ada' }, soon],
  'sub as a number': [{ ...usual, sub: 42 }, soon],
  'null for what is absent': [{ ...usual, sub: 'ada', name: null, scope: null }, soon],
  'a name in Japanese': [{ ...usual, sub: 'ada', name: 'さくら' }, soon],
  'rooms as a list': [{ ...usual, sub: 'ada', room: ['大厅', room] }, soon],
  'a clock that is ahead': [{ ...usual, sub: 'ada', iat: now + 45, nbf: now + 45 }, soon],
  'claims nobody knows': [
    { ...usual, sub: 'ада', aud: 'me', jti: 'x', 'https://a.b/c': [1] },
    soon,
  ],
  'no sub': [usual, soon],
  'an empty sub': [{ ...usual, sub: '' }, soon],
  'no end': [{ ...usual, sub: 'ada' }, {}],
  'an end in milliseconds': [{ ...usual, sub: 'ada', exp: Date.now() * 1000 }, {}],
  over: [{ ...usual, sub: 'ada', iat: now - 900 }, { expiresIn: 60 }],
  'another role': [{ ...usual, sub: 'ada', role: 'مشرف' }, soon],
  'another room': [{ ...usual, sub: 'ada', room: 'студия' }, soon],
  'a name that is no text': [{ ...usual, sub: 'ada', name: { first: 'Ada' } }, soon],
  'a clock that is wrong': [{ ...usual, sub: 'ada', nbf: now + 3600 }, soon],
  HS512: [
    { ...usual, sub: 'ada' },
    { ...soon, algorithm: 'HS512' },
  ],
  'another secret': [{ ...usual, sub: 'ada' }, soon, `${secret} `],
};

const said = {};
for (const [what, [payload, options, other = secret]] of Object.entries(TOKENS)) {
  const token = jwt.sign(payload, other, options);
  const answer = await fetch(`${address}/audit`, { headers: { Authorization: `Bearer ${token}` } });
  const { detail = '' } = await answer.json();
  said[what] = [answer.status, detail];
  if (detail.includes(token)) throw new Error('The token itself is told.');
}
console.log(JSON.stringify(said));
