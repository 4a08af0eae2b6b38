import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entered, someone } from './people.mjs';

const message = (number, more = {}) => ({
  id: `5.${number}`, account: '0xaa', name: 'Ada', text: `number ${number}`, at: `2027-01-15T08:00:${String(number).padStart(2, '0')}.000Z`, ...more });
const ids = messages => messages.map(({ id }) => id);
const told = heard => heard.filter(([type]) => type === 'chat').map(([, { messages, removed }]) => [ids(messages), removed]);

test('who enters finds what was said last', async () => {
  const { room, heard } = await someone({ 'signaling.enter': entered({ chat: [message(1), message(2)] }) });
  assert.deepEqual(room.messages, [message(1), message(2)]);
  assert.deepEqual(told(heard), []);
});

test('what is said and taken away is told once, however often it arrives', async () => {
  const { room, tell, heard } = await someone();
  await tell('chat', { messages: [message(1), message(2)], removed: [] });
  await tell('chat', { messages: [message(2), message(3)], removed: ['5.1'] });
  await tell('chat', { messages: [message(3)], removed: ['5.1', '5.99'] });
  assert.deepEqual(told(heard), [[['5.1', '5.2'], []], [['5.3'], ['5.1']]]);
  assert.deepEqual(ids(room.messages), ['5.2', '5.3']);
});

test('the last fifty are kept', async () => {
  const { room, tell } = await someone();
  for (let i = 0; i < 60; i++) await tell('chat', { messages: [message(i)], removed: [] });
  assert.deepEqual([room.messages.length, room.messages[0].id], [50, '5.10']);
});

test('who comes back is told what was said and taken away meanwhile', async () => {
  const { tell, heard, gateway, breakSocket, room } = await someone();
  await tell('chat', { messages: [message(1), message(2)], removed: [] });
  gateway.answers['signaling.enter'] = entered({ chat: [message(2), message(3)] });
  await breakSocket();
  assert.deepEqual(told(heard).slice(1), [[['5.3'], ['5.1']]]);
  assert.deepEqual(ids(room.messages), ['5.2', '5.3']);
});

test('what the history has no room for was not taken away, nor what another owner of the room does not know', async () => {
  const { tell, heard, gateway, breakSocket, room } = await someone();
  await tell('chat', { messages: [message(1), message(5)], removed: [] });
  gateway.answers['signaling.enter'] = entered({ chat: Array.from({ length: 50 }, (_, i) => message(i + 2)) });
  await breakSocket();
  assert.deepEqual(told(heard).at(-1)[1], []);
  gateway.answers['signaling.enter'] = entered({ epoch: 6, chat: [] });
  await breakSocket();
  assert.deepEqual([told(heard).length, room.messages.length], [2, 50]);
});

test('what is said goes to the room, and a refusal comes back', async () => {
  const { room, to, gateway } = await someone({ 'signaling.chat': { id: '5.7' } });
  assert.deepEqual(await room.chat('hello'), { id: '5.7' });
  assert.deepEqual(to('signaling.chat'), [{ text: 'hello' }]);
  gateway.answers['signaling.chat'] = { failureCode: 4035, message: 'you were muted' };
  await assert.rejects(room.chat('hello?'), { name: 'muted', status: 403 });
});

test('a broadcaster moderates', async () => {
  const { room, to } = await someone({ 'signaling.moderate': {} });
  await room.moderate({ action: 'remove', message: '5.7' });
  await room.moderate({ action: 'mute', account: '0xbb' });
  assert.deepEqual(to('signaling.moderate'), [{ action: 'remove', message: '5.7' }, { action: 'mute', account: '0xbb' }]);
});
