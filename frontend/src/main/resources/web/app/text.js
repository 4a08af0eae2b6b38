import * as en from './text/en.js';

/** A further language is one more module like `en.js`, chosen here by `navigator.languages`. */
const { language, texts } = en;

const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

export { language };

/**
 * The text of a key, its `{names}` filled in. Where `values.count` is given, the key's plural form is taken: `key.one`, `key.other`.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const form = values.count === undefined ? key : `${key}.${plurals.select(values.count)}`;
  const text = texts[form] ?? texts[`${key}.other`] ?? texts[key];
  if (text === undefined) throw new Error(`no text for ${form}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => show(values[name]));
}

/** Whether there is a text of that key: for keys that a server's words decide. */
export const known = key => key in texts;

const show = value => typeof value === 'number' ? numbers.format(value) : value;
