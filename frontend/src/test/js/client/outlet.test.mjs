import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relay } from './relay.mjs';

test('a child begins with a picture that needs no other, and asks for one', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child({ live: false });
  arrive(source, { encoding: 1, number: 0, key: true });
  outlet.activate();
  assert.deepEqual(asked, ['p']);
  arrive(source, { encoding: 1, number: 1 });
  arrive(source, { encoding: 1, number: 2, key: true });
  arrive(source, { encoding: 1, number: 3 });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [2, 3]);
});

test('a wish that the source did not hear is told again while pictures come that a child cannot begin with', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const from = tap('p');
  feed.follow(from);
  const { sent } = child();
  for (let number = 0; number < 12; number++) arrive(from, { number });
  assert.ok(asked.length >= 2 && asked.length <= 4, `${asked.length} in 600 ms`);
  assert.deepEqual(sent, []);
});

test('nothing goes out before the sender\'s own clock is known', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child({ anchored: false });
  arrive(source, { encoding: 1, number: 0, key: true });
  assert.deepEqual([sent, asked], [[], []]);
  outlet.anchor(0, 1_000_050);
  outlet.anchor(4_500, 1_000_100);
  assert.deepEqual(asked, ['p'], 'then it is time to ask');
  arrive(source, { encoding: 1, number: 1, key: true });
  assert.equal(sent.length, 1);
});

for (const [what, name] of [['named', { encoding: 2 }], ['without names', {}]]) {
  test(`a decoder that is made because another encoder's pictures come begins with those that came meanwhile: ${what}`, () => {
    const { feed, tap, child, asked, arrive } = relay();
    const [first, second] = [tap('p'), tap('q')];
    feed.follow(first);
    child();
    for (let number = 0; number < 5; number++) arrive(first, { encoding: 1, number, key: number === 0 });
    feed.follow(second);
    for (let number = 20; number < 23; number++) arrive(second, { ...name, number, key: number === 20 });
    const { outlet, sent } = child({ anchored: false, own: true });
    arrive(second, { ...name, number: 23 });
    outlet.anchor(700, 0);
    arrive(second, { ...name, number: 24 });
    assert.deepEqual(sent.map(({ encoded }) => encoded), [20, 21, 22, 23, 24]);
    assert.deepEqual(asked, []);
  });
}

test('a decoder that is made later waits for a picture that needs no other', () => {
  const { feed, tap, child, asked, arrive, later } = relay();
  const [first, second] = [tap('p'), tap('q')];
  feed.follow(first);
  child();
  arrive(first, { encoding: 1, number: 0, key: true });
  feed.follow(second);
  for (let number = 0; number < 40; number++) arrive(second, { encoding: 2, number, key: number === 0 });
  later(250);
  const { outlet, sent } = child({ anchored: false, own: true });
  outlet.anchor(700, 0);
  assert.deepEqual(sent, []);
  assert.deepEqual(asked, ['q']);
});

test('a narrow child gets fewer layers at once, and more of them only where a picture needs none above', () => {
  const { feed, tap, child, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child();
  const layers = [0, 2, 1, 2];
  const send = (from, to) => {
    for (let number = from; number < to; number++) arrive(source, { encoding: 1, number, key: number === 0, layer: layers[number % 4] });
  };
  send(0, 3);
  outlet.limit(0);
  send(3, 9);
  outlet.limit(2);
  send(9, 14);
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 1, 2, 4, 8, 12, 13]);
  assert.equal(outlet.leftOut, 7);
});

test('names go to those alone who take them off', () => {
  const { feed, tap, child, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const [one, other] = [child(), child()];
  other.outlet.takesNames = true;
  arrive(source, { encoding: 9, number: 0, key: true });
  assert.deepEqual([one.sent[0].name, other.sent[0].name], [null, { encoding: 9, number: 0, base: 0 }]);
});
