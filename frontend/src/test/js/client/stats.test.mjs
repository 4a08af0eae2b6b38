import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { Stats } = await import(new URL('stats.js', CLIENT));

const report = (...reports) => new Map(reports.map((each, i) => [i, each]));
/** As where an edge's own tracks are shown. */
const by = (edge, reports) => ({ edge, shownBy: edge, shown: reports, link: reports });
const video = more => ({
  type: 'inbound-rtp', kind: 'video', timestamp: 10_000, framesDecoded: 10, framesPerSecond: 15, frameWidth: 320, frameHeight: 240,
  bytesReceived: 1_000, packetsReceived: 90, packetsLost: 0, totalInterFrameDelay: 0.6, totalSquaredInterFrameDelay: 0.04,
  lastPacketReceivedTimestamp: 9_990, ...more,
});

test('rates are of the time since the call before', () => {
  const stats = new Stats();
  const edge = {};
  const pair = { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.042 };
  assert.equal(stats.received(by(edge, report(video(), pair))).bitrate, 0);
  const { longestGapMs, ...rest } = stats.received(by(edge, report(pair,
    video({ timestamp: 11_000, framesDecoded: 25, bytesReceived: 26_000, packetsReceived: 180, packetsLost: 10 }))));
  assert.deepEqual(rest, { framesDecoded: 25, fps: 15, width: 320, height: 240, bitrate: 200_000, rtt: 42, loss: 0.1 });
});

test('a single long gap among even frames is told exactly', () => {
  const stats = new Stats();
  const edge = {};
  stats.received(by(edge, report(video({ totalInterFrameDelay: 0, totalSquaredInterFrameDelay: 0 }))));
  // nine gaps of 66 ms and one of 500
  const { longestGapMs } = stats.received(by(edge, report(video({
    timestamp: 11_094, framesDecoded: 20, totalInterFrameDelay: 9 * 0.066 + 0.5, totalSquaredInterFrameDelay: 9 * 0.066 ** 2 + 0.25 }))));
  assert.equal(longestGapMs, 500);
});

test('a picture that stands still is a gap that grows', () => {
  const stats = new Stats();
  const edge = {};
  stats.received(by(edge, report(video())));
  assert.equal(stats.received(by(edge, report(video({ timestamp: 12_000 })))).longestGapMs, 2_010);
});

test('the gap between two parents goes from the last of the one to the first of the other', () => {
  const stats = new Stats();
  stats.received(by({}, report(video())));
  const former = {};
  stats.ended(by(former, report(video({ lastPacketReceivedTimestamp: 20_000 }))));
  const next = { firstFramesAt: 20_360 };
  const { longestGapMs } = stats.received(by(next, report(video({
    timestamp: 20_900, framesDecoded: 3, totalInterFrameDelay: 0.2, totalSquaredInterFrameDelay: 0.2 ** 2 / 3 }))));
  assert.equal(longestGapMs, 360);
});

test('a broadcaster sees the sum of what it sends and the worst of its edges', () => {
  const stats = new Stats();
  const edge = (bytesSent, timestamp, fractionLost) => report(
    { type: 'outbound-rtp', kind: 'video', bytesSent, timestamp, framesPerSecond: 30, frameWidth: 640, frameHeight: 360 },
    { type: 'outbound-rtp', kind: 'audio', bytesSent: 0, timestamp },
    { type: 'remote-inbound-rtp', fractionLost },
    { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: fractionLost });
  stats.sent([edge(0, 1_000, 0), edge(0, 1_000, 0)]);
  assert.deepEqual(stats.sent([edge(50_000, 2_000, 0), edge(50_000, 2_000, 0.02)]), {
    framesDecoded: 0, fps: 30, width: 640, height: 360, bitrate: 800_000, rtt: 20, loss: 0.02, longestGapMs: 0 });
  assert.equal(stats.sent([edge(60_000, 3_000, 0)]).bitrate, 0, 'an edge that went took its bytes along');
});

test('without an edge there is nothing but what was', () => {
  const stats = new Stats();
  assert.equal(stats.idle().framesDecoded, 0);
  stats.received(by({}, report(video())));
  assert.deepEqual(stats.idle(), { framesDecoded: 10, fps: 0, width: 0, height: 0, bitrate: 0, rtt: 0, loss: 0, longestGapMs: 0 });
});

test('with a player in between, a change of parent is no change of what is shown', () => {
  const stats = new Stats();
  const player = {};
  const link = (bytesReceived, timestamp) => report({ type: 'inbound-rtp', kind: 'video', bytesReceived, timestamp, packetsReceived: 9, packetsLost: 0 });
  const at = (edge, more, bytes) => ({ edge, shownBy: player, shown: report(video(more)), link: link(bytes, more.timestamp) });
  const [first, second] = [{}, {}];
  stats.received(at(first, { timestamp: 10_000 }, 1_000));
  stats.ended(at(first, { timestamp: 10_500, framesDecoded: 17, totalInterFrameDelay: 1.1, totalSquaredInterFrameDelay: 0.08 }, 13_500));
  const { framesDecoded, longestGapMs } = stats.received(at(second, {
    timestamp: 11_000, framesDecoded: 27, totalInterFrameDelay: 2.0, totalSquaredInterFrameDelay: 0.2 }, 500));
  assert.deepEqual([framesDecoded, longestGapMs < 400], [27, true]);
  assert.equal(stats.received(at(second, { timestamp: 12_000, framesDecoded: 42 }, 25_500)).bitrate, 200_000);
});
