const ALMOST_EMPTY = 0.2;

/**
 * Whether this device has uplink and power to spare, as far as a browser says: no phone or tablet, no mobile network, nobody who asked
 * to save data, no battery that runs out.
 */
export async function mayRelay(navigator = {}) {
  const { userAgent = '', userAgentData, maxTouchPoints = 0, connection } = navigator;
  const isHandheld = userAgentData?.mobile || /Android|iPhone|iPad|iPod|Mobile/.test(userAgent)
    || (/Macintosh/.test(userAgent) && maxTouchPoints > 1); // an iPad that calls itself a Mac
  if (isHandheld || connection?.saveData || connection?.type === 'cellular') return false;
  const battery = await navigator.getBattery?.().catch(() => null);
  return !battery || battery.charging || battery.level > ALMOST_EMPTY;
}
