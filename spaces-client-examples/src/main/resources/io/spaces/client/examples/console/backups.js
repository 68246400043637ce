/** The table of backups: one page of it, filtered, with live progress. */

import { query, request } from './api.js';
import { element, find } from './dom.js';
import { capitalised, count, percent, size, time, timeAfter } from './format.js';

const PAGE = 10;
const LABELS = ['', 'Destination', 'Strategy', 'Start', 'End', 'Size', 'Status', ''];

export class BackupTable {
  #offset = 0;
  #attempt;
  #actions;
  #latest = 0;

  /** Attempt tells what goes wrong in an action. Actions: edit, restore, remove, bringBack and confirm, each given a backup. */
  constructor(attempt, actions) {
    this.#attempt = attempt;
    this.#actions = actions;
    let typing;
    find('search').addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.#restart(), 200);
    });
    find('status').addEventListener('change', () => this.#restart());
    find('strategy').addEventListener('change', () => this.#restart());
    find('filter').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#restart();
    });
    find('previous').addEventListener('click', () => this.#turn(-PAGE));
    find('next').addEventListener('click', () => this.#turn(PAGE));
  }

  #restart() {
    this.#offset = 0;
    this.#attempt(() => this.load());
  }

  #turn(by) {
    this.#offset = Math.max(0, this.#offset + by);
    this.#attempt(() => this.load());
  }

  async load() {
    const asked = ++this.#latest;
    const page = await request('GET', `/backup/fetch?${query({
      limit: PAGE,
      offset: this.#offset,
      search: find('search').value.trim(),
      status: find('status').value,
      strategy: find('strategy').value,
    })}`);
    if (asked !== this.#latest) {
      return; // a later question has been asked in the meantime
    }
    if (page.backups.length === 0 && this.#offset > 0) {
      this.#turn(-PAGE);
      return;
    }
    find('rows').replaceChildren(...(page.backups.length > 0
      ? page.backups.map((backup) => this.#row(backup))
      : [this.#nothing()]));
    this.#showRange(page);
    this.#showDamaged(page.damaged);
  }

  #showDamaged(damaged) {
    find('damaged').hidden = damaged.length === 0;
    find('damaged').textContent = damaged.map((one) => `The backup ${one.id} of ${time(one.time)}: ${one.problem}.`).join(' ');
  }

  #showRange(page) {
    const last = page.offset + page.backups.length;
    find('range').textContent = page.total === 0
      ? 'No backups'
      : `${page.offset + 1}–${last} of ${page.total}`;
    find('previous').disabled = page.offset === 0;
    find('next').disabled = last >= page.total;
  }

  #nothing() {
    return element('tr', { role: 'row' }, element('td', { colspan: 8, class: 'empty', role: 'cell' }, 'Nothing to show.'));
  }

  /** Shows how far a running backup is; false when it is not on this page. */
  progress(backup) {
    const row = find('rows').querySelector(`[data-job="${CSS.escape(backup.jobId)}"]`);
    if (!row || row.dataset.status !== backup.status) {
      return false;
    }
    row.querySelector('[data-progress]').replaceChildren(...this.#status(backup));
    return true;
  }

  #row(backup) {
    const cells = [
      this.#name(backup),
      [backup.destination],
      [capitalised(backup.strategy === 'unknown' ? '–' : backup.strategy)],
      [element('span', { class: 'time' }, time(backup.start))],
      [element('span', { class: 'time' }, timeAfter(backup.start, backup.end))],
      [size(backup.size)],
      this.#status(backup),
      [element('div', { class: 'actions' }, ...this.#buttons(backup))],
    ];
    return element(
      'tr',
      { role: 'row', 'data-id': backup.id, 'data-job': backup.jobId, 'data-status': backup.status },
      ...cells.map((content, index) => element('td', {
        role: 'cell',
        class: [null, null, null, null, null, 'number', null, null][index],
        'data-label': LABELS[index] || null,
        'data-progress': index === 6 ? '' : null,
      }, ...(index === 6 ? [element('div', {}, ...content)] : content))),
    );
  }

  #name(backup) {
    const expires = backup.expiresAt ? element('span', { class: 'why' }, `Held until ${time(backup.expiresAt)}`) : null;
    const suspicion = backup.suspicion ? element('span', { class: 'why' }, `Suspicious: ${backup.suspicion}; nothing of its set is removed`) : null;
    const pinned = backup.pinned ? element('span', { class: 'why' }, 'Pinned') : null;
    const deleted = backup.deletedAt ? element('span', { class: 'why' }, `In the trash since ${time(backup.deletedAt)}`) : null;
    const files = backup.files >= 0 ? element('span', { class: 'why' }, count(backup.files, 'file')) : null;
    const set = backup.set ? element('span', { class: 'why' }, `Of ${backup.set}`) : null;
    return [element('div', {}, backup.description || 'Without a description', set, files, suspicion, pinned, expires, deleted)];
  }

  #status(backup) {
    const badge = element('span', { class: 'badge', 'data-status': backup.status }, capitalised(backup.status));
    if (backup.status === 'running' && backup.progress) {
      const { fraction } = backup.progress;
      return [
        badge,
        element('span', { class: 'why' }, `${percent(fraction)} of ${size(backup.progress.bytesTotal)}`),
        element('progress', { max: 1, value: fraction, 'aria-label': 'Progress of the backup' }),
      ];
    }
    const why = [backup.message, ...backup.warnings.map((warning) => warning.text)].filter(Boolean);
    return [badge, ...why.map((text) => element('span', { class: 'why', title: text }, text))];
  }

  #buttons(backup) {
    const name = backup.description || time(backup.start);
    const button = (label, action) => element('button', {
      type: 'button',
      class: 'quiet small',
      'aria-label': `${label}: ${name}`,
      onclick: () => action(backup),
    }, label);
    if (backup.status === 'running' || backup.status === 'waiting') {
      return [];
    }
    if (backup.status === 'deleted') {
      return [button('Bring back', this.#actions.bringBack)];
    }
    if (!backup.snapshotId) {
      return [button('Delete', this.#actions.remove)];
    }
    return [
      button('Restore', this.#actions.restore),
      ...(backup.suspicion ? [button('Confirm', this.#actions.confirm)] : []),
      button('Edit', this.#actions.edit),
      button('Delete', this.#actions.remove),
    ];
  }
}
