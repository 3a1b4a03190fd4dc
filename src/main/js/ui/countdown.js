/**
 * Reports the seconds that are left: at once, then twice a second, the last time 0.
 *
 * @param {number} seconds
 * @param {(left: number) => void} onTick
 * @returns {() => void} ends the countdown early
 */
export function countDown(seconds, onTick) {
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    if (left === 0) {
      clearInterval(timer);
    }
    onTick(left);
  };
  const timer = setInterval(tick, 500);
  tick();
  return () => clearInterval(timer);
}
