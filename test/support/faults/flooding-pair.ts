/**
 * Run by row 16 in a process of its own: one person sends far more video than is allowed, whatever the server says of it, and
 * another in the same room receives it. Arguments: the server's address, a token for each, bits a second.
 */
import process from 'node:process';
import { SyntheticPerson } from '../werift/synthetic-person.ts';
import { until } from './wait.ts';

const [, , url = '', senderToken = '', receiverToken = '', bitrate = '0'] = process.argv;
const payloadBytes = 1_100;
const framesPerSecond = 25;
const packetsPerFrame = Math.ceil(Number(bitrate) / 8 / payloadBytes / framesPerSecond);

const sender = new SyntheticPerson({ url, getToken: () => senderToken });
const receiver = new SyntheticPerson({ url, getToken: () => receiverToken });
await receiver.session.connect();
await sender.session.connect();
await until(() => sender.session.state === 'joined', 'the sender is in');
await sender.show({ payloadBytes, framesPerSecond, packetsPerFrame });
process.send?.('sending');
