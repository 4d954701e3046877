import type * as Party from 'partykit/server';
import { answerOf, changeNow } from './words.js';

/** PartyKit with nothing of this project: it welcomes, answers pings, and passes a change on to all. */
// biome-ignore lint/style/noDefaultExport: the platform wants it
export default class Bare implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: false };
  private readonly room: Party.Room;

  constructor(room: Party.Room) {
    this.room = room;
  }

  onMessage(message: string, sender: Party.Connection): void {
    const answer = answerOf(message);
    if (answer !== null) sender.send(answer);
    else this.room.broadcast(changeNow());
  }
}
