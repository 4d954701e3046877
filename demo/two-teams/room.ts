import Server from 'odyssey-broadcast/party/partykit';
import { teams } from './teams.js';

/** The room, with one more way of taking turns: `<odyssey-broadcast turns="teams">`. */
export default class Room extends Server {
  override readonly policies = { teams };
}
