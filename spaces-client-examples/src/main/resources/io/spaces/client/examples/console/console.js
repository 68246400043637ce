/** Puts the page together: connects, loads, listens. */

import { listen, request, token } from './api.js';
import { BackupTable } from './backups.js';
import * as dialogs from './dialogs.js';
import { element, find, notice } from './dom.js';
import { capitalised, count, percent, size, time } from './format.js';
import { showActivity } from './heatmap.js';
import { loadPlans } from './plans.js';

const DAYS = 182;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const FINAL = ['succeeded', 'partial', 'failed', 'cancelled', 'skipped'];

let root = '';
let plans = [];
let listening = null;

const table = new BackupTable(attempt, {
  edit: (backup) => dialogs.edit(backup, done('Saved.')),
  restore: (backup) => dialogs.restore(backup, root, done('The restore has started.')),
  remove: (backup) => dialogs.confirmDelete(
    'Delete this backup?',
    backup.snapshotId
      ? `“${backup.description || backup.id}” of ${time(backup.start)} goes to the trash, from where it can be brought back until a pruning empties that: after seven days, unless its plan says otherwise.`
      : `“${backup.description || backup.id}” of ${time(backup.start)} has left nothing in the space, and is forgotten.`,
    async () => {
      await request('DELETE', `/backup/${encodeURIComponent(backup.id)}`);
      done('Deleted.')();
    },
  ),
  confirm: (backup) => attempt(async () => {
    await request('POST', '/backup/confirm', { id: backup.id });
    done('Confirmed.')();
  }),
  bringBack: (backup) => attempt(async () => {
    await request('POST', '/backup/undelete', { id: backup.id });
    done('Brought back.')();
  }),
});

const planActions = {
  enable: (plan, enabled) => attempt(async () => {
    await request('PUT', '/backup/schedules', { name: plan.name, enabled });
    done(enabled ? 'Resumed.' : 'Paused.')();
  }),
  edit: (plan) => dialogs.editPlan(plan, done('Saved.')),
  remove: (plan) => dialogs.confirmDelete(
    'Delete this plan?',
    `${plan.name} runs no more. The backups it has made stay.`,
    async () => {
      await request('DELETE', `/backup/schedules?name=${encodeURIComponent(plan.name)}`);
      done('Deleted.')();
    },
  ),
};

function done(text) {
  return () => {
    notice(text);
    refresh();
  };
}

/** Whatever goes wrong on the way is told; without a valid token it all starts anew. */
async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    if (problem.status === 401 || problem.status === 403) {
      disconnect(problem.message);
    } else {
      notice(problem.message);
    }
  }
}

async function refresh() {
  await attempt(() => Promise.all([showStatus(), activity(), table.load(), showPlans()]));
}

async function showPlans() {
  plans = await loadPlans(planActions);
}

async function activity() {
  const zone = encodeURIComponent(ZONE);
  showActivity((await request('GET', `/api/activity?days=${DAYS}&zone=${zone}`)).days);
}

async function showStatus() {
  const status = await request('GET', '/api/status');
  root = status.root;
  const connection = find('connection');
  connection.dataset.state = status.connected ? 'good' : 'bad';
  connection.textContent = status.connected ? 'Connected' : 'No connection';
  find('problem').hidden = status.problems.length === 0;
  find('problem').textContent = status.problems.map((problem) => problem.message).join(' ');
  find('destination').textContent = status.destination;
  find('capacity').textContent = status.freeCapacity >= 0 ? `${size(status.freeCapacity)} free` : '';
  find('stored').textContent = status.stored === undefined ? '' : size(status.stored);
  find('count').textContent = status.backups === undefined ? '' : `${count(status.backups, 'backup')}, compressed`;
  find('auto').setAttribute('aria-checked', String(status.auto));
  find('next-run').textContent = status.nextRun ? `Next ${time(status.nextRun)}` : 'Paused: nothing runs by itself.';
}

function onEvent(event, data) {
  if (event === 'backup') {
    onBackup(data);
  } else if (event === 'restore') {
    onRestore(data);
  } else if (event === 'changed') {
    refresh();
  }
}

function warnings(of) {
  return (of.warnings ?? []).map((warning) => warning.text);
}

function onBackup(backup) {
  if (FINAL.includes(backup.status)) {
    const said = backup.message && backup.status !== 'succeeded' ? `: ${backup.message}` : '.';
    notice([`Backup ${backup.status}${said}`, ...warnings(backup)].join(' '));
    refresh();
  } else if (!table.progress(backup)) {
    attempt(() => table.load());
  }
}

function onRestore(state) {
  const box = find('restore-progress');
  box.hidden = false;
  box.dataset.status = state.status;
  if (state.status === 'running') {
    const fraction = state.progress?.fraction ?? 0;
    box.replaceChildren(
      `Restoring: ${percent(fraction)}`,
      element('progress', { max: 1, value: fraction, 'aria-label': 'Progress of the restore' }),
    );
    return;
  }
  const said = state.status === 'succeeded'
    ? `Restored: ${count(state.count - state.deleted, 'file')} written${state.deleted > 0 ? `, ${state.deleted} deleted` : ''}, ${state.unchanged} as they were.`
    : `Restore ${state.status.replace('_', ' ')}: ${state.message}`;
  const text = [said, ...warnings(state)].join(' ');
  box.replaceChildren(capitalised(text));
  notice(text);
}

async function connect() {
  await showStatus();
  find('sign-in').hidden = true;
  find('sign-in-error').textContent = '';
  find('token').value = '';
  find('console').hidden = false;
  find('sign-out').hidden = false;
  listening = new AbortController();
  listen(listening.signal, onEvent, refresh);
}

function disconnect(reason = '') {
  listening?.abort();
  token.clear();
  find('console').hidden = true;
  find('sign-out').hidden = true;
  find('sign-in').hidden = false;
  find('sign-in-error').textContent = reason;
  find('connection').dataset.state = 'unknown';
  find('connection').textContent = 'Not connected';
  find('token').focus();
}

find('sign-in-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token.set(find('token').value.trim());
  connect().catch((problem) => disconnect(problem.message));
});
find('sign-out').addEventListener('click', () => disconnect());
find('back-up').addEventListener('click', () => dialogs.backUp(plans, done('The backup was asked for.')));
find('add-plan').addEventListener('click', () => dialogs.editPlan(null, done('Added.')));
find('auto').addEventListener('click', () => attempt(async () => {
  const enabled = find('auto').getAttribute('aria-checked') !== 'true';
  await request('POST', '/api/auto-backup', { enabled });
  done(enabled ? 'Automatic backups are on.' : 'Automatic backups are off.')();
}));

if (token.get()) {
  connect().catch((problem) => disconnect(problem.message));
}
