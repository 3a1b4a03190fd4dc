/** 32 signs that nobody takes for another: no 0 and o, no 1 and l. */
const SIGNS = '23456789abcdefghijkmnpqrstuvwxyz';
const GROUPS = 5;
const GROUP_LENGTH = 5;

/** A random key of 125 bits in five groups, to be written down or kept in a password manager. */
export function generateKey(crypto = globalThis.crypto) {
  const bytes = crypto.getRandomValues(new Uint8Array(GROUPS * GROUP_LENGTH));
  const signs = Array.from(bytes, (byte) => SIGNS[byte % SIGNS.length]); // 32 divides 256: no bias
  const groups = [];
  for (let i = 0; i < signs.length; i += GROUP_LENGTH) {
    groups.push(signs.slice(i, i + GROUP_LENGTH).join(''));
  }
  return groups.join('-');
}
