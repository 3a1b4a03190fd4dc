/** Formats figures as text for users. */

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/**
 * Formats bytes as `3.2 MB`, in powers of 1000 as file managers do.
 *
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 1 && value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/**
 * Formats seconds as `1:02:03` or `2:03`; the text is empty where the duration isn't known.
 *
 * @param {number | null} [seconds]
 */
export function formatDuration(seconds) {
  if (!seconds || !Number.isFinite(seconds) || seconds < 0) {
    return '';
  }
  const whole = Math.max(1, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/**
 * Formats a remaining time as `about 3 minutes left`.
 *
 * @param {number} seconds
 */
export function formatTimeLeft(seconds) {
  if (!Number.isFinite(seconds)) {
    return 'working out the time left…';
  }
  if (seconds < 5) {
    return 'a few seconds left';
  }
  if (seconds < 55) {
    return `about ${Math.ceil(seconds / 5) * 5} seconds left`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return minutes <= 1 ? 'about a minute left' : `about ${minutes} minutes left`;
  }
  const hours = Math.round(minutes / 60);
  return hours === 1 ? 'about an hour left' : `about ${hours} hours left`;
}

/**
 * The units of an age with their lengths in seconds.
 *
 * @type {[Intl.RelativeTimeFormatUnit, number][]}
 */
const AGE_UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/**
 * Formats a time as `3 days ago`.
 *
 * @param {string} instant in the form of RFC 3339
 * @param {number} [now] milliseconds
 */
export function formatAge(instant, now = Date.now()) {
  const seconds = (now - Date.parse(instant)) / 1000;
  if (!Number.isFinite(seconds)) {
    return '';
  }
  const found = AGE_UNITS.find(([, length]) => seconds >= length);
  if (!found) {
    return 'just now';
  }
  const [unit, length] = found;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  return format.format(-Math.floor(seconds / length), unit);
}

/**
 * Formats the size of the picture as `1080p` or `4K`; the text is empty where it isn't known.
 *
 * @param {number | null} width
 * @param {number | null} height
 */
export function formatQuality(width, height) {
  const lines = Math.min(width || 0, height || 0);
  if (!lines) {
    return '';
  }
  return lines >= 2160 ? '4K' : `${lines}p`;
}
