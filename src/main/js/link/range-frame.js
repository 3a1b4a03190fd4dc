/**
 * The binary message of the subprotocol `sealcast.range.v1`, big-endian:
 *
 * | bytes  | meaning                              |
 * |--------|--------------------------------------|
 * | 0..3   | id of the range, uint32              |
 * | 4..7   | flags, uint32, 0 for now             |
 * | 8..15  | offset within the object, uint64     |
 * | 16..   | at most 128 KiB of the object        |
 */
export const SUBPROTOCOL = 'sealcast.range.v1';
export const HEADER_BYTES = 16;
export const MAX_PAYLOAD_BYTES = 128 * 1024;

/**
 * @param {ArrayBuffer} message
 * @returns {{id: number, offset: number, bytes: Uint8Array} | null} null where the message is not a frame
 */
export function readFrame(message) {
  if (message.byteLength <= HEADER_BYTES || message.byteLength > HEADER_BYTES + MAX_PAYLOAD_BYTES) {
    return null;
  }
  const header = new DataView(message, 0, HEADER_BYTES);
  return {
    id: header.getUint32(0),
    offset: Number(header.getBigUint64(8)),
    bytes: new Uint8Array(message, HEADER_BYTES),
  };
}
