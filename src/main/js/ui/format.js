/** Words and figures for people. Numbers in the reader's own notation where it matters. */

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes as `3.2 MB`, powers of 1000 as file managers show them. */
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

/** Seconds as `1:02:03` or `2:03`; an empty string where the length isn't known. */
export function formatDuration(seconds) {
  if (!Number.isFinite(seconds) || seconds <= 0) {
    return '';
  }
  const whole = Math.max(1, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, '0');
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Seconds as `about 3 minutes left`. */
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

const STEPS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A moment as `3 days ago`. */
export function formatAge(instant, now = Date.now()) {
  const seconds = (now - Date.parse(instant)) / 1000;
  if (!Number.isFinite(seconds)) {
    return '';
  }
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const [unit, length] = STEPS.find(([, l]) => seconds >= l) ?? [];
  return unit ? words.format(-Math.floor(seconds / length), unit) : 'just now';
}

/** The picture's size as people call it: `1080p`, `4K`. */
export function formatQuality(width, height) {
  const lines = Math.min(width || 0, height || 0);
  if (!lines) {
    return '';
  }
  return lines >= 2160 ? '4K' : `${lines}p`;
}
