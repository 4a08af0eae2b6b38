import { known, t } from './text.js';

/** A sentence for people about a failure: ours where its name is known, else the server's own. */
export function sentence(error) {
  const key = `problem.${error?.name}`;
  if (known(key)) return t(key, { seconds: error.retryAfter ?? 60 });
  if (error?.status && error.detail) return capital(error.detail);
  return t('problem.unknown');
}

/** The rules broken by each field of a form, of those that have a place to show them. @returns {Record<string, string>} */
export function faultsByField(error, fields) {
  const found = {};
  for (const { pointer, detail } of error?.errors ?? []) {
    const field = pointer?.split('/')[1];
    if (fields.includes(field) && !found[field]) found[field] = capital(detail);
  }
  return found;
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
