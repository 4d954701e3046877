import { token } from '../cli/token.js';

/** An address of the demo page at which one is the host of a room, for half a day. */
export async function hostLink(url: string, room: string, secret: string): Promise<string> {
  const words = ['--room', room, '--sub', 'host', '--name', 'Your host', '--role', 'host'];
  const pass = await token([...words, '--expires', '12h'], { ROOM_SECRET: secret });
  return `${url}/?room=${room}#token=${pass}`;
}
