/**
 * `Uint8Array.fromBase64`, which is newer than the browsers that have to work.
 *
 * @type {Uint8ArrayConstructor & {fromBase64?: (text: string) => Uint8Array}}
 */
const native = Uint8Array;

/**
 * Decodes Base64, by the browser's own decoder where it has one.
 *
 * @param {string} text
 * @returns {Uint8Array}
 */
export function fromBase64(text) {
  if (native.fromBase64) {
    return native.fromBase64(text);
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}
