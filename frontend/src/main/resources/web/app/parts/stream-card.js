import { html, nothing } from 'lit';
import { cover, face } from '../art.js';
import { called } from '../session.js';
import { day, exact, relative, when } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** A stream in a list: one link, its whole card a target. */
export function streamCard(stream, { level = 'h3', mine = false } = {}) {
  const title = level === 'h2' ? html`<h2>${stream.title}</h2>` : html`<h3>${stream.title}</h3>`;
  return html`
    <article class="card" data-testid="stream-card" data-id=${stream.id} data-status=${stream.status}>
      <a href="/streams/${stream.id}">
        <span class="cover">${cover(stream.id, stream.imgLink)}${tags(stream)}</span>
        <span class="line">${face(stream.broadcaster, stream.speaker?.imgLink)}<span class="words">
          ${title}
          <span class="soft small">${called(stream.broadcaster, stream.speaker)}${timeOf(stream)}</span>
        </span></span>
      </a>
      ${mine ? html`<a class="button quiet icon-only edit" href="/streams/${stream.id}/edit"
        aria-label=${t('card.edit', { title: stream.title })}>${icon.pencil}</a>` : nothing}
    </article>`;
}

function tags({ status, startTime, watchers }) {
  if (status === 'live') {
    return html`<span class="tag live">${t('live')}</span><span class="tag right num">${t('watching', { count: watchers })}</span>`;
  }
  if (status === 'upcoming') return html`<span class="tag">${when(new Date(startTime))}</span>`;
  return html`<span class="tag">${t('over')}</span>`;
}

function timeOf({ status, startTime, startedAt, endedAt, endTime }) {
  const time = new Date(status === 'live' ? startedAt ?? startTime : status === 'past' ? endedAt ?? endTime : startTime);
  const upcoming = time > Date.now() ? 'card.starts' : 'card.due';
  const key = { live: 'card.started', past: 'card.ended' }[status] ?? upcoming;
  return html` · <time datetime=${time.toISOString()} title=${exact(time)}>${t(key, { when: relative(time), date: day(time) })}</time>`;
}

export const cardBones = count => Array.from({ length: count }, () => html`
  <div class="card" aria-hidden="true"><i class="bone bone-cover"></i><span class="line"><i class="bone bone-face"></i>
    <span class="words"><i class="bone"></i><i class="bone short"></i></span></span></div>`);
