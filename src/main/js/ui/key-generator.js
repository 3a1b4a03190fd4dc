/** 32 characters that are not confused with each other: neither 0 and o nor 1 and l is among them. */
const ALPHABET = '23456789abcdefghijkmnpqrstuvwxyz';
const GROUPS = 5;
const GROUP_LENGTH = 5;

/**
 * Generates a random key of 125 bits in five groups, to be written down or kept in a password
 * manager.
 *
 * @param {Pick<Crypto, 'getRandomValues'>} [crypto]
 */
export function generateKey(crypto = globalThis.crypto) {
  const bytes = crypto.getRandomValues(new Uint8Array(GROUPS * GROUP_LENGTH));
  // 32 divides 256, so the remainder has no bias.
  const characters = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]);
  const groups = [];
  for (let i = 0; i < characters.length; i += GROUP_LENGTH) {
    groups.push(characters.slice(i, i + GROUP_LENGTH).join(''));
  }
  return groups.join('-');
}
