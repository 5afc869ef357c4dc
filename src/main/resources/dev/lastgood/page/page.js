// SPDX-License-Identifier: Apache-2.0
// Searches the entries, shows older ones when asked, and unfolds all for a printer. The page is whole without it.
(() => {
  'use strict';
  const PAGE = 200; // entries that are shown at once beyond those that are whole
  const ID = 10; // digits of a commit in an entry in brief
  const find = id => document.getElementById(id);
  // Paper unfolds nothing.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach(one => { one.open = true; });
  });
  addEventListener('afterprint', () => folded.forEach(one => { one.open = false; }));

  // A link to an entry unfolds it.
  const linked = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; }
  };
  const unfold = item => {
    if (!item?.matches('.entries > li')) return;
    item.querySelector('details')?.setAttribute('open', '');
    item.scrollIntoView();
  };
  const follow = () => unfold(find(linked()));
  addEventListener('hashchange', follow);
  follow();

  if (!find('count')) return; // a file of whole entries
  const whole = [...find('whole').children];
  const kept = find('brief');
  const found = find('found');
  const count = find('count');
  const more = find('more');
  const fields = ['words', 'outcome', 'target', 'from', 'until'].map(find).filter(Boolean);
  const said = count.textContent;
  const all = Number(count.dataset.all);
  const inBrief = Number(count.dataset.brief);

  // An entry as it is searched: { id, outcome, day, text, item or line }. Those in brief are read once, when they are needed.
  const plain = markup => markup.replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
  const lines = () => {
    const items = kept ? kept.textContent.split('\n').filter(line => line.startsWith('<li ')) : [];
    const texts = plain(items.join('\n')).toLowerCase().split('\n');
    return items.map((line, i) => ({
      id: plain(line.slice(8, line.indexOf('" data-o='))), outcome: /" data-o=([a-z-]+)/.exec(line)[1],
      day: /<span>(.{10})/.exec(line)[1], text: texts[i], line }));
  };
  let index = null;
  const entries = () => index ??= [
    ...whole.map(item => ({
      id: item.id, outcome: item.dataset.o, day: item.querySelector('time').textContent.slice(0, 10),
      text: item.textContent.toLowerCase(), item })),
    ...lines()];

  const value = id => find(id)?.value ?? '';
  const isSearched = () => fields.some(field => field.value !== '');

  // An id is found by its beginning, for a name such as Ada is in the middle of many; one in full, where its beginning is.
  const IDS = /\b[0-9a-f]{10,40}\b/g;
  const isId = word => /^[0-9a-f]+$/.test(word);
  const has = (text, word) => isId(word)
    ? text.replace(IDS, ' ').includes(word)
      || (word.length > 3 && (text.match(IDS) ?? []).some(id => id.startsWith(word) || word.startsWith(id)))
    : text.includes(word);

  const fits = entry => {
    const words = value('words').toLowerCase().split(/\s+/).filter(Boolean);
    const target = value('target');
    return words.every(word => has(entry.text, word))
      && (!value('outcome') || entry.outcome === value('outcome'))
      && (!target || entry.id.slice(0, -ID - 1) === target)
      && (!value('from') || entry.day >= value('from'))
      && (!value('until') || entry.day <= value('until'));
  };

  let waiting = []; // lines that fit and are not shown yet

  const showMore = () => {
    const first = found.children.length;
    found.insertAdjacentHTML('beforeend', waiting.splice(0, PAGE).join(''));
    found.hidden = found.children.length === 0;
    more.hidden = waiting.length === 0;
    return found.children[first];
  };

  const show = () => {
    const asked = isSearched();
    found.replaceChildren();
    let fitting = 0;
    waiting = [];
    for (const entry of asked ? entries() : []) {
      const fit = fits(entry);
      fitting += fit;
      if (entry.item) entry.item.hidden = !fit;
      else if (fit) waiting.push(entry.line);
    }
    if (!asked) {
      whole.forEach(item => { item.hidden = false; });
      found.hidden = true;
      more.hidden = !kept;
      count.textContent = said;
      return;
    }
    showMore();
    const shown = fitting - waiting.length;
    count.textContent = `${fitting} of ${all} ${all === 1 ? 'entry' : 'entries'}`
      + (shown < fitting ? `, the newest ${shown} are shown.` : '.')
      + (kept && value('words') ? ` Of the ${inBrief} in brief, the line was searched and no more.` : '');
  };

  let due = 0;
  const soon = () => { clearTimeout(due); due = setTimeout(show, 150); };
  fields.forEach(field => field.addEventListener('input', soon));
  find('reset').addEventListener('click', () => {
    fields.forEach(field => { field.value = ''; });
    show();
    find('words').focus();
  });
  more.querySelector('button').addEventListener('click', () => {
    if (!isSearched() && found.hidden) waiting = entries().filter(entry => entry.line).map(entry => entry.line);
    const first = showMore();
    if (first) { first.tabIndex = -1; first.focus(); }
  });

  // One to an entry that is in brief shows it.
  const followBrief = () => {
    const id = linked();
    const entry = id && !find(id) && entries().find(one => one.line && one.id === id);
    if (!entry) return;
    waiting = [entry.line];
    unfold(showMore());
  };
  addEventListener('hashchange', followBrief);

  find('search').hidden = false;
  more.hidden = !kept;
  followBrief();
})();
