/** The languages that a list offers, by BCP 47: those of most speakers and most films. */
const OFFERED = [
  'af', 'am', 'ar', 'az', 'be', 'bg', 'bn', 'bs', 'ca', 'cs', 'cy', 'da', 'de', 'el', 'en', 'es',
  'et', 'eu', 'fa', 'fi', 'fil', 'fr', 'ga', 'gl', 'gu', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is',
  'it', 'ja', 'ka', 'kk', 'km', 'kn', 'ko', 'lb', 'lo', 'lt', 'lv', 'mk', 'ml', 'mn', 'mr', 'ms',
  'my', 'ne', 'nl', 'no', 'pa', 'pl', 'ps', 'pt', 'pt-BR', 'ro', 'ru', 'si', 'sk', 'sl', 'sq', 'sr',
  'sv', 'sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'uz', 'vi', 'zh-Hans', 'zh-Hant', 'zu', 'und',
];

/**
 * @typedef {object} Language
 * @property {string} tag by BCP 47
 * @property {string} name in English and in the language itself: `German – Deutsch`
 */

/**
 * The languages of a list, by name.
 *
 * @param {string[]} more tags that the list has to have, too
 * @returns {Language[]}
 */
export function listLanguages(more) {
  const tags = [...new Set([...OFFERED, ...more])];
  return tags
    .map((tag) => ({ tag, name: nameOf(tag) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * The offered language that is nearest to the browser's.
 *
 * @param {readonly string[]} preferred the browser's languages, best first
 */
export function preferredLanguage(preferred) {
  for (const tag of preferred) {
    const found = [tag, tag.split('-')[0]].find((wanted) => OFFERED.includes(wanted));
    if (found) {
      return found;
    }
  }
  return 'en';
}

/** @param {string} tag */
function nameOf(tag) {
  if (tag === 'und') {
    return 'Other language';
  }
  const english = displayName(tag, 'en');
  const own = displayName(tag, tag);
  return own.toLowerCase() === english.toLowerCase() ? english : `${english} – ${own}`;
}

/**
 * @param {string} tag
 * @param {string} locale
 */
function displayName(tag, locale) {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag; // A tag that the browser doesn't understand.
  }
}
