import { DAY, MINUTE } from './time.js';
import { t } from './text.js';

/** How long before its start a show may begin. */
export const EARLY_MS = 15 * MINUTE;

const LEEWAY_MS = 5 * MINUTE;
const LONGEST_MS = DAY;
const FARTHEST_MS = 365 * DAY;

/**
 * What the server would refuse, said beforehand and beside the field.
 * @param {{title: string, startTime?: string, endTime?: string, imgLink?: string}} fields
 * @param [before] the entry as it stands: a start that has passed may stay
 */
export function check({ title, startTime, endTime, imgLink }, before, now = Date.now()) {
  const faults = {};
  const [start, end] = [Date.parse(startTime), Date.parse(endTime)];
  if (!title) faults.title = t('rule.title');
  if (!startTime) faults.startTime = t('rule.start');
  else if (startTime !== before?.startTime && start < now - LEEWAY_MS) faults.startTime = t('rule.past');
  else if (start > now + FARTHEST_MS) faults.startTime = t('rule.far');
  if (!endTime) faults.endTime = t('rule.end');
  else if (end <= start) faults.endTime = t('rule.order');
  else if (end - start > LONGEST_MS) faults.endTime = t('rule.long');
  else if (!faults.startTime && end < now && endTime !== before?.endTime) faults.endTime = t('rule.end-past');
  if (imgLink && imgLink !== before?.imgLink && !isPictureLink(imgLink)) faults.imgLink = t('rule.image');
  return faults;
}

/** Of any place with TLS, or kept here. */
export function isPictureLink(link) {
  if (/^\/images\/[\w-]+$/.test(link)) return true;
  try {
    return new URL(link).protocol === 'https:';
  } catch {
    return false;
  }
}

/** Whether the broadcaster may begin now, and if not, why: before its time, or after. */
export function beginning({ startTime, endTime }, now = Date.now()) {
  if (now < Date.parse(startTime) - EARLY_MS) return 'early';
  return now < Date.parse(endTime) ? 'open' : 'over';
}
