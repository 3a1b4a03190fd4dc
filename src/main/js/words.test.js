import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Names that were replaced by standard terms, with their replacements. */
const REPLACED = {
  // Modules and classes
  LiveVideos: 'VideoUpdates',
  Retries: 'RetryScheduler',
  Stage: 'PlayerOverlay',
  curtain: 'player-overlay',
  shakaLike: 'fakeShaka',
  // Errors
  hintAtSizeLimit: 'sizeLimitHint',
  problemFrom: 'parseProblem',
  problemOf: 'readProblem',
  wordsFor: 'fieldMessage',
  wordsOfIntermediary: 'intermediaryMessage',
  // Links and feeds
  beat: 'heartbeat',
  beginAnew: 'restartElection',
  dog: 'watchdog',
  eventsOf: 'readEventData',
  firstWaitMs: 'firstRetryMs',
  goesOn: 'stopWaiting',
  ledFrom: 'leaderSince',
  mostMs: 'maxMs',
  patient: 'withTimeout',
  PATIENCE_MS: 'REQUEST_TIMEOUT_MS',
  shareOfSilence: 'outageShare',
  silenceMs: 'idleTimeoutMs',
  silentMs: 'outageMs',
  soonMs: 'earlyMaxMs',
  speedometer: 'createProgressMeter',
  // The player
  adopt: 'useSession',
  askForKey: 'showKeyForm',
  failForNow: 'showRetrying',
  goOn: 'resume',
  greet: 'showControls',
  keepPlace: 'savePosition',
  keepSession: 'saveSession',
  listenToKeys: 'setKeyboardControls',
  mendMenus: 'fixMenuAccessibility',
  onTrouble: 'onError',
  refuseKey: 'showKeyError',
  tryAgain: 'retry',
  // The user interface
  cardWords: 'cardText',
  dressCard: 'updateCard',
  rateKey: 'showKeyStrength',
  signInAgain: 'redirectToSignIn',
  takeAway: 'removeCard',
  tellConnection: 'showConnection',
  tellField: 'setFieldError',
  tellProgress: 'showProgress',
  tellTrouble: 'handleError',
};

/** The scripts, the style sheets and the pages, but not this test. */
const sources = [here, path.join(here, '../webapp')].flatMap((root) =>
  readdirSync(root, { recursive: true })
    .filter((name) => /\.(js|d\.ts|css|xhtml)$/.test(name) && !/^(node_modules|words\.test)/.test(name))
    .map((name) => path.join(root, name)),
);

test('replaced names don’t return', () => {
  assert.ok(sources.some((file) => file.endsWith('watch.js')));
  assert.ok(sources.some((file) => file.endsWith('watch.xhtml')));
  const word = new RegExp(`\\b(${Object.keys(REPLACED).join('|')})\\b`, 'g');
  const found = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(word)].map(
      ([name]) => `${path.relative(here, file)}: ${name}, which is now ${REPLACED[name]}`,
    ),
  );
  assert.deepEqual(found, []);
});
