import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Window } from 'happy-dom';
import { SharedFeed, pageSignIn } from './shared-feed.js';

const encoder = new TextEncoder();
const TABS = 10;

/** A server that sends the same text on all open connections. */
class Server {
  open = new Set();
  requests = [];
  status = 200;

  fetch = async (url, { headers, signal }) => {
    this.requests.push(headers);
    if (this.status !== 200) {
      return Response.json({ code: 'not_authenticated' }, { status: this.status });
    }
    const stream = new TransformStream();
    const writer = stream.writable.getWriter();
    this.open.add(writer);
    signal.addEventListener('abort', () => {
      this.open.delete(writer);
      writer.abort().catch(() => {});
    });
    return new Response(stream.readable);
  };

  say(text) {
    this.open.forEach((writer) => writer.write(encoder.encode(text)).catch(() => {}));
  }

  send(id, fileId) {
    this.say(`id: ${id}\ndata: {"file_id":${fileId}}\n\n`);
  }
}

/** The channel by which the tabs of a test exchange messages; a test can interrupt it. */
class Network {
  type = 'network';
  isCut = false;
  #states = new Set();
  #time = 0;

  canBeUsed = () => true;
  averageResponseTime = () => 2;
  microSeconds = () => ++this.#time;

  create = () => {
    const state = {};
    this.#states.add(state);
    return state;
  };

  close = (state) => this.#states.delete(state);

  onMessage = (state, listener) => {
    state.listener = listener;
  };

  postMessage = async (from, message) => {
    if (!this.isCut) {
      [...this.#states].filter((to) => to !== from).forEach((to) => to.listener?.(message));
    }
  };
}

let server;
let tabs;

beforeEach(() => {
  server = new Server();
  tabs = [];
});

afterEach(() => tabs.forEach((tab) => tab.feed.close()));

function openTab(signIn = 's1', options = {}) {
  const tab = { events: [], gaps: 0, signedOut: 0 };
  tab.feed = new SharedFeed(
    signIn,
    {
      onEvent: ({ data }) => tab.events.push(data.file_id),
      onGap: () => tab.gaps++,
      onSignedOut: () => tab.signedOut++,
    },
    {
      channel: { type: 'simulate' },
      election: { fallbackInterval: 60, responseTime: 10 },
      feed: { fetch: server.fetch, firstRetryMs: 5 },
      ...options,
    },
  );
  tab.feed.open();
  tabs.push(tab);
  return tab;
}

const leaders = () => tabs.filter((tab) => tab.feed.isLeading);

test('ten tabs have one connection, and all receive the same events', async () => {
  Array.from({ length: TABS }, () => openTab());
  await until(() => server.open.size === 1);
  server.send('1-1', 7);
  await until(() => tabs.every((tab) => tab.events.length === 1));
  assert.equal(leaders().length, 1);
  assert.equal(server.requests.length, 1);
  assert.ok(tabs.every((tab) => tab.feed.isLive));
});

test('another tab takes over from the last event when the leading one closes', async () => {
  Array.from({ length: 3 }, () => openTab());
  await until(() => server.open.size === 1);
  server.send('1-1', 7);
  await until(() => tabs.every((tab) => tab.events.length === 1));
  const [leader] = leaders();
  leader.feed.close();
  await until(() => leaders().length === 1 && server.open.size === 1);
  assert.notEqual(leaders()[0], leader);
  assert.equal(server.requests[1]['Last-Event-ID'], '1-1');
  server.send('2-2', 8);
  await until(() => tabs.filter((tab) => tab !== leader).every((tab) => tab.events.includes(8)));
  assert.deepEqual(leader.events, [7]);
});

test('the tabs of another sign-in in the same browser receive nothing', async () => {
  const ann = openTab('s1');
  await until(() => server.open.size === 1);
  const bob = openTab('s2', { feed: { fetch: new Server().fetch } });
  await until(() => bob.feed.isLeading);
  server.send('1-1', 7);
  await until(() => ann.events.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(bob.events, []);
});

test('every tab learns of a sign-out, and none connects again', async () => {
  server.status = 401;
  Array.from({ length: 3 }, () => openTab());
  await until(() => tabs.every((tab) => tab.signedOut === 1));
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(server.requests.length, 1);
  assert.ok(tabs.every((tab) => !tab.feed.isLive && !tab.feed.isLeading));
});

test('a feed without heartbeats is not live', async () => {
  const tab = openTab('s1', { liveMs: 40 });
  await until(() => server.open.size === 1);
  assert.ok(!tab.feed.isLive);
  server.say(':\n\n');
  await until(() => tab.feed.isLive);
  await until(() => !tab.feed.isLive);
});

test('a tab whose navigation was cancelled joins the election again', async () => {
  const tab = openTab();
  await until(() => tab.feed.isLeading);
  tab.feed.reopenIfEnded();
  assert.equal(server.requests.length, 1, 'nothing to be done');
  // The election ends itself like this on `beforeunload`.
  const { runAll } = await import('unload');
  runAll();
  tab.feed.reopenIfEnded();
  await until(() => server.requests.length === 2 && server.open.size === 1);
  assert.ok(tab.feed.isLeading);
});

test('of two leaders one remains', { skip: Boolean(globalThis.navigator?.locks) }, async () => {
  const network = new Network();
  const channel = { methods: network };
  const election = { fallbackInterval: 60, responseTime: 2 };
  network.isCut = true; // The browser interrupts tabs like this when it freezes one of them.
  [1, 2].forEach(() => openTab('s1', { channel, election, settleMs: 0 }));
  await until(() => server.open.size === 2);
  network.isCut = false;
  const chatter = setInterval(() => server.send('1-1', 7), 20);
  const settled = () => leaders().length === 1 && server.open.size === 1 && tabs.some((t) => t.gaps);
  await until(settled).finally(() => clearInterval(chatter));
  const repeated = setInterval(() => server.send('2-2', 8), 20);
  await until(() => tabs.every((tab) => tab.events.includes(8))).finally(() =>
    clearInterval(repeated),
  );
  assert.ok(settled());
});

test('a page without a sign-in has no channel', () => {
  assert.throws(() => openTab(''));
  tabs = [];
});

test('the page says which sign-in it is for', () => {
  const { document } = new Window();
  Object.assign(globalThis, { document });
  assert.equal(pageSignIn(), '');
  document.head.innerHTML = '<meta name="sealcast-sign-in" content="abc">';
  assert.equal(pageSignIn(), 'abc');
});

async function until(condition) {
  const end = Date.now() + 60_000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'in time');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
