/** The shortest key that the server accepts, in characters. */
export const MIN_KEY_LENGTH = 8;

const LABELS = ['Too short', 'Weak', 'Fair', 'Good', 'Excellent'];
const COMMON = /password|passw0rd|qwert|azert|letmein|welcome|admin|secret|iloveyou|sealcast/gi;

/**
 * The number of characters as the server counts them, after Unicode normalization to NFC.
 *
 * @param {string} key
 */
export function keyLength(key) {
  return [...key.normalize('NFC')].length;
}

/**
 * Estimates how hard a key is to guess by its length, its kinds of characters and its repetitions.
 * It overrates words that a dictionary has; the page therefore offers to generate a key.
 *
 * @param {string} key
 * @returns {{level: 0 | 1 | 2 | 3 | 4, label: string}}
 */
export function keyStrength(key) {
  if (keyLength(key) < MIN_KEY_LENGTH) {
    return { level: 0, label: LABELS[0] };
  }
  const bits = estimateBits(key);
  const level = bits < 40 ? 1 : bits < 60 ? 2 : bits < 80 ? 3 : 4;
  return { level, label: LABELS[level] };
}

/**
 * The entropy of a key in bits, estimated.
 *
 * @param {string} key
 */
function estimateBits(key) {
  const characters = [...key.replace(COMMON, 'x')];
  let kinds = 0;
  kinds += /[a-z]/.test(key) ? 26 : 0;
  kinds += /[A-Z]/.test(key) ? 26 : 0;
  kinds += /\d/.test(key) ? 10 : 0;
  kinds += /[^A-Za-z\d]/.test(key) ? 20 : 0;
  let effectiveLength = 0;
  const seen = new Set();
  characters.forEach((c, i) => {
    const step = i ? codePoint(c) - codePoint(characters[i - 1]) : NaN;
    const predictable = Math.abs(step) <= 1;
    effectiveLength += predictable ? 0.2 : seen.has(c) ? 0.7 : 1;
    seen.add(c);
  });
  return effectiveLength * Math.log2(kinds);
}

/** @param {string} character */
function codePoint(character) {
  return character.codePointAt(0) ?? 0;
}
