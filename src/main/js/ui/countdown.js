/**
 * Tells how many seconds are left, now and twice a second, the last time 0.
 *
 * @param {number} seconds
 * @param {(left: number) => void} tell
 * @returns {() => void} ends it early
 */
export function countDown(seconds, tell) {
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    if (left === 0) {
      clearInterval(timer);
    }
    tell(left);
  };
  const timer = setInterval(tick, 500);
  tick();
  return () => clearInterval(timer);
}
