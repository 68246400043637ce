/** Numbers and times as people read them. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export function size(bytes) {
  if (bytes === null || bytes === undefined || bytes < 0) {
    return '–';
  }
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

export const time = (text) => (text ? TIME.format(new Date(text)) : '–');

/** A time that follows another: without the date when that is the same. */
export function timeAfter(first, text) {
  const same = text && first && new Date(first).toDateString() === new Date(text).toDateString();
  return same ? CLOCK.format(new Date(text)) : time(text);
}

export const day = (date) => DAY.format(new Date(`${date}T00:00:00Z`));

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString()} ${number === 1 ? one : many}`;

export const percent = (fraction) => `${Math.floor(fraction * 100)} %`;

export const capitalised = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** The value of an input for a local time, from an ISO time. */
export function toLocalInput(text) {
  if (!text) {
    return '';
  }
  const moment = new Date(text);
  return new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
