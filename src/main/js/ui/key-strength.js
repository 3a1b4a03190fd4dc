/** The server's own limit, see the upload's fine print. */
export const MIN_KEY_LENGTH = 8;

const WORDS = ['Too short', 'Weak', 'Fair', 'Good', 'Excellent'];
const COMMON = /password|passw0rd|qwert|azert|letmein|welcome|admin|secret|iloveyou|sealcast/gi;

/** Characters as the server counts them: of the composed text. */
export function keyLength(key) {
  return [...key.normalize('NFC')].length;
}

/**
 * How hard a key is to guess, by its length, its kinds of characters and its repetitions. It
 * misjudges words that a dictionary has; the generated key is the better way, and the page says so.
 *
 * @param {string} key
 * @returns {{level: 0 | 1 | 2 | 3 | 4, words: string}}
 */
export function keyStrength(key) {
  if (keyLength(key) < MIN_KEY_LENGTH) {
    return { level: 0, words: WORDS[0] };
  }
  const bits = guessBits(key);
  const level = bits < 40 ? 1 : bits < 60 ? 2 : bits < 80 ? 3 : 4;
  return { level, words: WORDS[level] };
}

function guessBits(key) {
  const surprising = key.replace(COMMON, 'x');
  let kinds = 0;
  kinds += /[a-z]/.test(key) ? 26 : 0;
  kinds += /[A-Z]/.test(key) ? 26 : 0;
  kinds += /\d/.test(key) ? 10 : 0;
  kinds += /[^A-Za-z\d]/.test(key) ? 20 : 0;
  let places = 0;
  const characters = [...surprising];
  const seen = new Set();
  characters.forEach((c, i) => {
    const step = i ? c.codePointAt(0) - characters[i - 1].codePointAt(0) : NaN;
    const predictable = Math.abs(step) <= 1;
    places += predictable ? 0.2 : seen.has(c) ? 0.7 : 1;
    seen.add(c);
  });
  return places * Math.log2(kinds);
}
