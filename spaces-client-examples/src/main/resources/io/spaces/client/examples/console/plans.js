/** The list of plans with their next runs. */

import { request } from './api.js';
import { element, find } from './dom.js';
import { time } from './format.js';

/** Actions: pause or resume, edit and remove, each given a plan. */
export async function loadPlans(actions) {
  const { schedules } = await request('GET', '/backup/schedules');
  find('plans').replaceChildren(...schedules.map((plan) => item(plan, actions)));
  return schedules;
}

function item(plan, actions) {
  const runs = plan.nextRuns.length > 0
    ? `Next: ${plan.nextRuns.map(time).join(' · ')}`
    : 'Paused';
  const last = plan.lastRun ? `Last: ${plan.lastStatus}, ${time(plan.lastRun)}` : 'Never run yet';
  return element(
    'li',
    { 'data-plan': plan.name },
    element(
      'div',
      { class: 'about' },
      element('p', { class: 'name' }, plan.name),
      element('p', { class: 'note' }, element('code', {}, plan.cron), ` ${plan.zone} · keeps ${plan.retention}`),
    ),
    element('p', { class: 'runs note' }, runs, element('br'), last),
    element(
      'div',
      { class: 'actions' },
      button(plan.enabled ? 'Pause' : 'Resume', plan, () => actions.enable(plan, !plan.enabled)),
      button('Edit', plan, () => actions.edit(plan)),
      button('Delete', plan, () => actions.remove(plan)),
    ),
  );
}

const button = (label, plan, action) => element('button', {
  type: 'button',
  class: 'quiet small',
  'aria-label': `${label} the plan ${plan.name}`,
  onclick: action,
}, label);
