/** Backups by day, as a picture, as words under the pointer, and as a table. */

import { element, find, svg } from './dom.js';
import { count, day } from './format.js';

const CELL = 13;
const GAP = 3;
const STEP = CELL + GAP;
const LEFT = 30;
const TOP = 16;
const WEEKDAYS = ['Mon', '', 'Wed', '', 'Fri', '', ''];
const MONTH = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' });

/** Monday is 0. */
const weekday = (date) => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

const words = (entry) => (entry.succeeded + entry.failed === 0
  ? `${day(entry.date)}: no backups`
  : `${day(entry.date)}: ${entry.succeeded} succeeded, ${entry.failed} failed`);

export function showActivity(days) {
  const first = weekday(days[0].date);
  const weeks = Math.ceil((first + days.length) / 7);
  const picture = svg('svg', {
    viewBox: `0 0 ${LEFT + weeks * STEP} ${TOP + 7 * STEP}`,
    role: 'img',
    'aria-label': summary(days),
  });
  WEEKDAYS.forEach((name, row) => picture.append(label(0, TOP + row * STEP + 10, name)));
  let month = '';
  let free = 0; // where the next month's name has room
  days.forEach((entry, index) => {
    const column = Math.floor((first + index) / 7);
    const x = LEFT + column * STEP;
    const y = TOP + weekday(entry.date) * STEP;
    const name = MONTH.format(new Date(`${entry.date}T00:00:00Z`));
    if (name !== month && column >= free && new Date(entry.date).getUTCDate() <= 7) {
      month = name;
      free = column + 3;
      picture.append(label(x, 10, name));
    }
    picture.append(...cell(entry, x, y));
  });
  find('heatmap').replaceChildren(picture);
  find('days').replaceChildren(table(days));
}

const label = (x, y, text) => svg('text', { x, y }, text);

function cell(entry, x, y) {
  const level = Math.min(4, entry.succeeded);
  const square = svg('rect', {
    x,
    y,
    width: CELL,
    height: CELL,
    rx: 3,
    'data-level': level,
    'data-date': entry.date,
    onmouseenter: () => { find('day').textContent = words(entry); },
  }, svg('title', {}, words(entry)));
  if (entry.failed === 0) {
    return [square];
  }
  return [square, svg('circle', { cx: x + CELL / 2, cy: y + CELL / 2, r: 3.2 })];
}

function summary(days) {
  const sum = (name) => days.reduce((total, entry) => total + entry[name], 0);
  return `${count(sum('succeeded'), 'backup')} succeeded and ${sum('failed')} failed`
    + ` from ${day(days[0].date)} to ${day(days[days.length - 1].date)}`;
}

function table(days) {
  const rows = days.filter((entry) => entry.succeeded + entry.failed > 0).reverse();
  const head = ['Day', 'Succeeded', 'Failed'].map((name) => element('th', { scope: 'col' }, name));
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows.map((entry) => element(
      'tr',
      {},
      element('th', { scope: 'row' }, day(entry.date)),
      element('td', { class: 'number' }, String(entry.succeeded)),
      element('td', { class: 'number' }, String(entry.failed)),
    ))),
  );
}
