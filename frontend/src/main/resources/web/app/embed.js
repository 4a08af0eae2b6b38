import { html, render } from 'lit';
import './stage/viewer-stage.js';
import { cover } from './art.js';
import { stage } from './peerstage.js';
import { t } from './text.js';
import * as icon from './icons.js';

/** The card on another site becomes a poster with a button, and a click makes it a player. Where the server is away, the card stays as it is, with its link. */
const card = document.querySelector('.embed-card');
const id = location.pathname.split('/').at(-1);
const stream = await stage.getStream(id).catch(() => null);
if (stream) offer();

function offer() {
  const player = document.createElement('div');
  player.className = 'player';
  card.replaceWith(player);
  render(html`
    <span class="poster">${cover(id, stream.imgLink)}</span>${card}
    <button class="big-play" data-testid="embed-play" aria-label=${t('screen.play')} @click=${play}>${icon.play}</button>`, player);
}

function play({ currentTarget }) {
  render(html`<viewer-stage .stream=${stream}></viewer-stage>
    <h1><a class="home" href="/streams/${id}" target="_blank" rel="noopener">${stream.title}</a></h1>`, currentTarget.parentElement);
}
