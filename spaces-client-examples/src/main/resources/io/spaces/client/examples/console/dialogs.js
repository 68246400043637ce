/** What asks before it acts. Each dialog closes when its action has succeeded. */

import { query, request } from './api.js';
import { element, find } from './dom.js';
import { count, size, time, toLocalInput } from './format.js';

/** Opens a dialog; its action runs when the form is sent, and its error is shown in the form. */
function open(id, action) {
  const dialog = find(id);
  const form = dialog.querySelector('form');
  const error = dialog.querySelector('.error');
  const submit = form.querySelector('[type="submit"]');
  error.textContent = '';
  submit.disabled = false;
  dialog.querySelector('[data-cancel]').onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await action();
      dialog.close();
    } catch (problem) {
      error.textContent = problem.message;
      submit.disabled = false;
    }
  };
  dialog.showModal();
  return dialog;
}

export function backUp(plans, done) {
  find('back-up-plan').replaceChildren(...plans.map((plan) => element('option', { value: plan.name }, plan.name)));
  find('back-up-description').value = '';
  open('back-up-dialog', async () => {
    await request('POST', '/backup/create', {
      plan: find('back-up-plan').value,
      description: find('back-up-description').value,
    });
    done();
  });
  find('back-up-description').focus();
}

export function edit(backup, done) {
  const expiry = toLocalInput(backup.expiresAt);
  find('edit-description').value = backup.description;
  find('edit-expiry').value = expiry;
  find('edit-pinned').checked = backup.pinned;
  open('edit-dialog', async () => {
    const changed = { id: backup.id, description: find('edit-description').value };
    const chosen = find('edit-expiry').value;
    if (chosen !== expiry) {
      changed.expiresAt = chosen ? new Date(chosen).toISOString() : null;
    }
    if (find('edit-pinned').checked !== backup.pinned) {
      changed.pinned = find('edit-pinned').checked;
    }
    await request('POST', '/backup/update', changed);
    done();
  });
}

export function confirmDelete(title, text, action) {
  find('confirm-title').textContent = title;
  find('confirm-text').textContent = text;
  open('confirm-dialog', action);
}

export function restore(backup, root, done) {
  find('restore-what').textContent = `“${backup.description || backup.id}” of ${time(backup.start)}`;
  find('restore-target').value = root;
  find('restore-root').textContent = `${root}, or a folder in it. Nothing outside it is changed.`;
  find('restore-exact').checked = false;
  const wanted = () => ({
    id: backup.id,
    target: find('restore-target').value,
    deleteExtra: find('restore-exact').checked,
  });
  const dialog = open('restore-dialog', async () => {
    await request('POST', '/backup/restore', wanted());
    done();
  });
  const look = () => preview(dialog, wanted());
  find('restore-target').onchange = look;
  find('restore-exact').onchange = look;
  look();
}

let latestPreview = 0;

/** Says what would be replaced; only then can it be confirmed. */
async function preview(dialog, wanted) {
  const asked = ++latestPreview;
  const submit = dialog.querySelector('[type="submit"]');
  const error = dialog.querySelector('.error');
  const box = find('restore-preview');
  submit.disabled = true;
  error.textContent = '';
  box.replaceChildren('Comparing with what is there…');
  try {
    const plan = await request('GET', `/backup/restore?${query(wanted)}`);
    if (asked !== latestPreview) {
      return; // something else is wanted by now
    }
    box.replaceChildren(...told(plan));
    submit.disabled = false;
  } catch (problem) {
    if (asked !== latestPreview) {
      return;
    }
    box.replaceChildren();
    error.textContent = problem.message;
  }
}

function told(plan) {
  if (plan.created + plan.replaced + plan.deleted === 0) {
    return [element('p', {}, `Nothing would change: ${count(plan.unchanged, 'file is', 'files are')} as in the backup.`)];
  }
  const line = (text, danger) => element('li', { class: danger ? 'danger' : null }, text);
  const lines = [
    plan.replaced > 0 ? line(`${count(plan.replaced, 'file')} will be replaced`) : null,
    plan.created > 0 ? line(`${count(plan.created, 'file')} will be added`) : null,
    plan.deleted > 0 ? line(`${count(plan.deleted, 'file')} will be deleted`, true) : null,
    line(`${count(plan.unchanged, 'file stays', 'files stay')} as they are`),
  ];
  const names = plan.examples.map((each) => element('li', {}, element('code', {}, each.path), ` – ${each.change}`));
  return [
    element('p', {}, `${size(plan.bytes)} to fetch:`),
    element('ul', { 'data-numbers': '' }, ...lines),
    element('details', {}, element('summary', {}, 'Which files'), element('ul', {}, ...names)),
  ];
}

export function editPlan(plan, done) {
  const kinds = ['database', 'user-data', 'files'];
  find('plan-title').textContent = plan ? 'Edit the plan' : 'Add a plan';
  find('plan-name').value = plan?.name ?? '';
  find('plan-name').readOnly = plan !== null;
  find('plan-cron').value = plan?.cron ?? '0 3 * * *';
  find('plan-zone').value = plan?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  find('plan-retention').value = plan?.retention ?? 'DAILY 7 WEEKLY 4 MONTHLY 12';
  kinds.forEach((kind) => { find(`plan-${kind}`).checked = plan === null || plan.select.includes(kind); });
  open('plan-dialog', async () => {
    await request(plan ? 'PUT' : 'POST', '/backup/schedules', {
      name: find('plan-name').value,
      cron: find('plan-cron').value,
      zone: find('plan-zone').value,
      retention: find('plan-retention').value,
      select: kinds.filter((kind) => find(`plan-${kind}`).checked),
    });
    done();
  });
}
