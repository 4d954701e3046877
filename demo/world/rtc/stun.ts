import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
const MAGIC_COOKIE = 0x2112a442;
const IPV4 = 1;

/**
 * The smallest STUN server (RFC 5389, IPv4 binding requests).
 * A spectator's SDK that gets an empty list of ICE servers asks a public one: naming this one
 * instead keeps all traffic on this computer.
 */
export async function startStun(
  host: string,
  answers: boolean,
): Promise<{ port: number; close(): void }> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = answers ? answerBinding(message, from) : undefined;
    if (answer) socket.send(answer, from.port, from.address);
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  socket.on('error', () => undefined);
  return { port: socket.address().port, close: () => socket.close() };
}

function answerBinding(message: Buffer, from: RemoteInfo): Buffer | undefined {
  if (message.length < 20 || message.readUInt16BE(0) !== BINDING_REQUEST) return undefined;
  if (message.readUInt32BE(4) !== MAGIC_COOKIE) return undefined;
  const answer = Buffer.alloc(32);
  answer.writeUInt16BE(BINDING_SUCCESS, 0);
  answer.writeUInt16BE(12, 2);
  message.copy(answer, 4, 4, 20);
  answer.writeUInt16BE(XOR_MAPPED_ADDRESS, 20);
  answer.writeUInt16BE(8, 22);
  answer.writeUInt16BE(IPV4, 24);
  answer.writeUInt16BE(from.port ^ (MAGIC_COOKIE >>> 16), 26);
  const address = Buffer.from(from.address.split('.').map(Number)).readUInt32BE(0);
  answer.writeUInt32BE((address ^ MAGIC_COOKIE) >>> 0, 28);
  return answer;
}
