import { browserStorage } from './storage.js';
import * as en from './text/en.js';

/** A further language is one more module like `en.js`, with a line here. */
const OTHERS = { de: () => import('./text/de.js') };
export const LANGUAGES = ['en', ...Object.keys(OTHERS)];

/** The one that was chosen here, else the first of the browser's that there is. */
const wanted = [browserStorage.get('language'), ...navigator.languages.map(tag => tag.split('-')[0])].find(tag => LANGUAGES.includes(tag)) ?? 'en';
// Whatever comes to be wanted of a language, the page opens.
const { language, texts } = wanted === 'en' ? en : await OTHERS[wanted]().catch(() => en);

document.documentElement.lang = language;

const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const shares = new Intl.NumberFormat(language, { style: 'percent' });

export { language };

/** From the next page on. */
export const chooseLanguage = chosen => browserStorage.set('language', chosen);

/** @returns {string} what a language calls itself */
export const nameOf = tag => new Intl.DisplayNames(tag, { type: 'language' }).of(tag);

/**
 * The text of a key, its `{names}` filled in. Where `values.count` is given, the key's plural form is taken: `key.one`, `key.other`.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const form = values.count === undefined ? key : `${key}.${plurals.select(values.count)}`;
  const text = texts[form] ?? texts[`${key}.other`] ?? texts[key] ?? en.texts[form] ?? en.texts[key];
  if (text === undefined) throw new Error(`no text for ${form}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => show(values[name]));
}

/** Whether there is a text of that key: for keys that a server's words decide. */
export const known = key => key in en.texts;

/** @param {number} share 0 to 1 */
export const percent = share => shares.format(share);

const show = value => typeof value === 'number' ? numbers.format(value) : value;
