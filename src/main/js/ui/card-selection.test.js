import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { CardSelection } from './card-selection.js';
import { byId, fromTemplate } from './dom.js';
import { updateCard } from './video-card.js';

const VIDEO = { title: 'A film', size: 1, status: 'processed', progress: 100, access: 'owner', created_at: '2026-11-22T11:00:00Z' };

describe('the selection of cards', () => {
  let window;
  let selection;
  let prepared;
  let cards;

  beforeEach(() => {
    window = openPage('index');
    prepared = [];
    cards = new Map();
    selection = new CardSelection(byId('videos'), (videos) => prepared.push(videos));
    add(1);
    add(2, { status: 'failed', title: 'Another' });
    add(3, { status: 'processing' });
    add(4, { access: 'viewer' });
    add(5, { reprocessing_progress: 34 });
    selection.offer(true, false);
  });

  afterEach(() => window.close());

  const video = (id, more) => ({ ...VIDEO, file_id: id, ...more });

  function add(id, more) {
    const card = fromTemplate('card');
    updateCard(card, video(id, more));
    selection.add(card, video(id, more));
    byId('videos').append(card);
    cards.set(id, card);
  }

  const checkbox = (id) => cards.get(id).querySelector('.card-check');
  const hasCheckbox = (id) => !cards.get(id).querySelector('.card-select').hidden;
  const count = () => byId('selection-count').textContent;

  function click(element) {
    const event = new window.MouseEvent('click', { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event;
  }

  const escape = () =>
    document.body.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));

  test('begins with a button, at the first checkbox, and gives the focus back', () => {
    assert.equal(hasCheckbox(1), false);
    assert.equal(byId('selection').hidden, true);
    byId('select').click();
    assert.equal(byId('select').hidden, true);
    assert.equal(byId('selection').hidden, false);
    assert.equal(document.activeElement, checkbox(1));
    assert.equal(count(), '0 selected');
    assert.equal(byId('selection-prepare').disabled, true);
    byId('selection-done').click();
    assert.equal(byId('selection').hidden, true);
    assert.equal(hasCheckbox(1), false);
    assert.equal(document.activeElement, byId('select'));
  });

  test('has checkboxes, named by the titles, where the owner may have a video prepared again', () => {
    byId('select').click();
    assert.deepEqual([1, 2, 3, 4, 5].filter(hasCheckbox), [1, 2]);
    assert.equal(checkbox(2).getAttribute('aria-label'), 'Select Another');
    add(6);
    assert.equal(hasCheckbox(6), true);
    selection.update(video(3));
    assert.equal(hasCheckbox(3), true);
  });

  test('selects by a click on a card, which opens nothing', () => {
    const link = cards.get(1).querySelector('.card-link');
    assert.equal(click(link).defaultPrevented, false);
    byId('select').click();
    assert.equal(link.tabIndex, -1);
    assert.equal(click(link).defaultPrevented, true);
    assert.equal(checkbox(1).checked, true);
    assert.equal(count(), '1 selected');
    click(cards.get(1).querySelector('.thumb'));
    assert.equal(checkbox(1).checked, false);
    assert.equal(click(cards.get(3).querySelector('.card-link')).defaultPrevented, true);
    assert.equal(count(), '0 selected');
  });

  test('selects by the checkbox', () => {
    byId('select').click();
    checkbox(2).click();
    assert.equal(count(), '1 selected');
    assert.ok(cards.get(2).classList.contains('is-selected'));
    checkbox(2).click();
    assert.equal(count(), '0 selected');
  });

  test('selects all that are shown, or none', () => {
    byId('select').click();
    byId('selection-all').click();
    assert.equal(count(), '2 selected');
    assert.equal(byId('selection-all').textContent, 'Select none');
    byId('selection-prepare').click();
    assert.deepEqual(prepared[0].map((one) => one.file_id), [1, 2]);
    byId('selection-all').click();
    assert.equal(count(), '0 selected');
    assert.equal(byId('selection-all').textContent, 'Select all shown');
  });

  test('drops a video that is being prepared meanwhile, and keeps the focus on its card', () => {
    byId('select').click();
    byId('selection-all').click();
    checkbox(1).focus();
    selection.update(video(1, { reprocessing_progress: 0 }));
    assert.equal(count(), '1 selected');
    assert.equal(hasCheckbox(1), false);
    assert.equal(document.activeElement, cards.get(1).querySelector('.card-link'));
  });

  test('keeps what is not shown any more, and says so', () => {
    byId('select').click();
    byId('selection-all').click();
    selection.remove(1);
    assert.equal(count(), '2 selected (1 not shown)');
    selection.update(video(1, { status: 'uploaded' }));
    assert.equal(count(), '1 selected');
    selection.deselect(2);
    assert.equal(count(), '0 selected');
    selection.leaveIfEmpty();
    assert.equal(byId('selection').hidden, true);
  });

  test('ends by Escape, except in a dialog and in the search', () => {
    byId('select').click();
    byId('delete').showModal();
    escape();
    assert.equal(byId('selection').hidden, false);
    byId('delete').close();
    byId('q').focus();
    escape();
    assert.equal(byId('selection').hidden, false);
    byId('q').blur();
    escape();
    assert.equal(byId('selection').hidden, true);
    assert.equal(checkbox(1).checked, false);
  });

  test('ends with the last video, but not in a search that finds none', () => {
    byId('select').click();
    selection.offer(false, true);
    assert.equal(byId('selection').hidden, false);
    selection.offer(false, false);
    assert.equal(byId('selection').hidden, true);
    assert.equal(byId('select').hidden, true);
  });
});
