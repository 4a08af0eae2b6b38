import assert from 'node:assert/strict';
import { test } from 'node:test';

const { curve, layOut } = await import(new URL('../../../main/resources/web/app/stage/tree-layout.js', import.meta.url));

const WIDE = { width: 720, most: 300 };
const seat = (peer, parent, depth) => ({ peer, parent, depth });
const crowd = [
  seat('host', undefined, 0),
  seat('a', 'host', 1), seat('b', 'host', 1),
  seat('c', 'a', 2), seat('d', 'a', 2), seat('e', 'b', 2),
];

test('parents stand above the middle of their children, levels in rows, nobody upon another', () => {
  const { places, height } = layOut(crowd, WIDE);
  const at = Object.fromEntries(places.map(place => [place.seat.peer, place]));
  assert.equal(at.a.x, (at.c.x + at.d.x) / 2);
  assert.equal(at.b.x, at.e.x);
  assert.equal(at.host.x, (at.a.x + at.b.x) / 2);
  assert.equal(at.a.y, at.b.y);
  assert.ok(at.host.y < at.a.y && at.a.y < at.c.y && at.c.y < height);
  assert.equal(new Set(places.map(({ x, y }) => `${x} ${y}`)).size, crowd.length);
});

test('a broadcaster alone stands in the middle', () => {
  const { places } = layOut(crowd.slice(0, 1), WIDE);
  assert.deepEqual(places.map(({ x }) => x), [360]);
});

test('however many they are, all are within the picture', () => {
  const many = [crowd[0], ...Array.from({ length: 250 }, (_, n) => seat(`v${n}`, 'host', 1))];
  const { places } = layOut(many, WIDE);
  assert.equal(places.length, 251);
  assert.ok(places.every(({ x, r }) => x - r >= 0 && x + r <= WIDE.width));
});

test('those without a way to the broadcaster, and those beyond the most, are left out', () => {
  const lost = [...crowd, seat('f', 'unknown', 3), seat('g', undefined, 1)];
  assert.equal(layOut(lost, WIDE).places.length, crowd.length);
  assert.equal(layOut(crowd, { ...WIDE, most: 3 }).places.length, 3);
  assert.deepEqual(layOut([], WIDE).places, []);
});

test('a curve goes from the parent to the child', () => {
  assert.equal(curve({ x: 10, y: 84, from: { x: 30, y: 22 } }), 'M30 22C30 53 10 53 10 84');
});
