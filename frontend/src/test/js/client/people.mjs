// People in a room, as the tests play them: each with a browser of its own and the hands of its server.

import { CLIENT, FakeMediaStream, FakeTrack, fakePlatform, json, notes, settle } from './fakes.mjs';

const { Peerstage } = await import(new URL('peerstage-client.js', CLIENT));

export const STREAM = '1-first-light';
export const facts = {
  live: false, watchers: 1, title: 'First light', broadcaster: '0xaa', startTime: 's', endTime: 'e', audience: 'everyone',
};
export const entered = (more = {}) => ({
  peer: 'me', epoch: 5, iceServers: [{ urls: 'stun:x' }], expiresAt: 'later', room: facts, edges: [], ...more,
});
export const camera = () => new FakeMediaStream(new FakeTrack('audio'), new FakeTrack('video'));
const EVENTS = ['room', 'live', 'watchers', 'media', 'place', 'chat', 'reconnecting', 'reconnected', 'ended', 'refused', 'closed'];

/** Someone who has entered: its room, what the room told, and the server's hands. */
export async function someone(answers = {}) {
  const platform = fakePlatform({ fetch: async () => json(200, {}) });
  const { clock, gateway, connections } = platform;
  Object.assign(gateway.answers, {
    'session.open': {}, 'session.token': {}, 'signaling.enter': entered(), 'signaling.golive': { startedAt: 'now' }, 'signaling.stop': {},
    'signaling.signal': {}, 'signaling.edge': {}, 'signaling.leave': {}, 'signaling.report': {}, 'signaling.pong': {}, ...answers,
  });
  const stage = new Peerstage({ url: 'https://stage.example' }, platform);
  const room = await stage.enter(STREAM);
  return {
    stage, room, platform, clock, gateway, connections,
    heard: notes(room, ...EVENTS),
    to: address => gateway.last.to(address),
    tell: async (address, body, epoch = 5) => {
      gateway.last.tell(address, { stream: STREAM, epoch, ...body });
      await settle();
    },
    breakSocket: async (wait = 500) => {
      gateway.last.close();
      await settle();
      await clock.advance(wait);
      await settle();
    },
  };
}

/** Packets and frames come over a connection, 50 a second, until it is told to be `still`. */
export function flowing(connection, clock, kind = 'video') {
  const began = clock.now();
  let still = null;
  connection.getStats = async () => {
    const count = 1 + Math.floor(((still ?? clock.now()) - began) / 20);
    return new Map([[0, { type: 'inbound-rtp', kind, framesDecoded: count, packetsReceived: count, timestamp: clock.now() }]]);
  };
  return { still: () => { still = clock.now(); }, again: () => { still = null; } };
}

/** A viewer with an edge that has brought media. */
export async function watching(answers) {
  const all = await someone(answers);
  all.watch = async edge => {
    await all.tell('connect', { edge, peer: 'them', as: 'child', standby: false });
    await all.tell('signal', { edge, description: { type: 'offer', sdp: 'theirs' } });
    const connection = all.connections.at(-1);
    connection.become('connected');
    connection.reports = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 1 }];
    await all.clock.advance(100);
    return connection;
  };
  /** Connected, sends nothing. */
  all.standBy = async edge => {
    await all.tell('connect', { edge, peer: 'other', as: 'child', standby: true });
    await all.tell('signal', { edge, description: { type: 'offer', sdp: 'theirs' } });
    const connection = all.connections.at(-1);
    connection.become('connected');
    await all.clock.advance(0);
    return connection;
  };
  /** A child of ours. */
  all.feed = async (edge, standby = false) => {
    await all.tell('connect', { edge, peer: 'below', as: 'parent', standby });
    const connection = all.connections.at(-1);
    connection.become('connected');
    return connection;
  };
  all.connection = await all.watch('e1');
  return all;
}

export async function broadcasting(answers) {
  const all = await someone(answers);
  all.source = camera();
  await all.room.goLive(all.source);
  all.feedViewer = async edge => {
    await all.tell('connect', { edge, peer: 'viewer', as: 'parent', standby: false });
    const connection = all.connections.at(-1);
    connection.become('connected');
    return connection;
  };
  return all;
}

export const types = heard => heard.map(([type]) => type);
