#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Has PowerSync's own parser judge sync rules: the one in this image, or one that npm installed. Needs no service, no network.
//
// Usage: judge-sync-rules [--parser DIR] FILE     prints what is wrong; exit 0: good, 1: refused, 75: could not judge
//        judge-sync-rules [--parser DIR] --report  as lastgood asks: on stdin a line `BYTES BYTES`, the sizes of the candidate
//                                                  and of what is live (- when nothing is), then both; exit 0: see below, 75
//        --seconds N  how long it may take, 30 otherwise
//
// The report, one fact a line: `report 1`, `parser VERSION`, `fatal LINE COLUMN TEXT` and `warning …` (0 0: no place), then
// `fatals N` and `warnings N` in all; `lost TABLE`, then `losses N` in all, or `tables unknown`; and `end`.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');

const IMAGE = '/app/packages/sync-rules';
const PACKAGE = 'node_modules/@powersync/service-sync-rules';
const CANNOT = 75; // EX_TEMPFAIL
const SHOWN = 100;

function cannot(why) {
  fs.writeSync(2, `could not judge: ${why}\n`);
  process.exit(CANNOT);
}

function options(words) {
  const given = { parser: IMAGE, seconds: 30, report: false, file: undefined };
  while (words.length) {
    const word = words.shift();
    if (word === '--parser') given.parser = words.shift() ?? cannot('--parser needs a directory');
    else if (word === '--seconds') given.seconds = Number(words.shift()) || cannot('--seconds needs a number');
    else if (word === '--report') given.report = true;
    else if (given.file === undefined) given.file = word;
    else cannot(`one file only, not ${word} as well`);
  }
  if (given.report === (given.file !== undefined)) cannot('name a file, or --report');
  return given;
}

/** Where the parser is, and its version. */
function parser(directory) {
  // On an older Node it dies over good files. What an image holds fits together.
  if (directory !== IMAGE && typeof Object.groupBy !== 'function') cannot(`Node ${process.version} is too old: 21 or newer`);
  for (const place of [directory, path.join(directory, PACKAGE)]) {
    const entry = path.resolve(place, 'dist/index.js');
    if (fs.existsSync(entry)) {
      const { version } = JSON.parse(fs.readFileSync(path.join(place, 'package.json'), 'utf8'));
      return { entry: pathToFileURL(entry).href, version: String(version) };
    }
  }
  return cannot(`no parser in ${directory}: neither dist/index.js nor ${PACKAGE} is there`);
}

function input(given) {
  if (!given.report) {
    try {
      return { candidate: fs.readFileSync(given.file, 'utf8') };
    } catch (error) {
      return cannot(error.message);
    }
  }
  const all = fs.readFileSync(0);
  const end = all.indexOf(10);
  const [first, second] = all.toString('latin1', 0, Math.max(end, 0)).split(' ');
  const size = Number(first);
  const rest = second === '-' ? 0 : Number(second);
  if (end < 0 || !Number.isInteger(size) || all.length !== end + 1 + size + rest) cannot('the input is cut off');
  const middle = end + 1 + size;
  return {
    candidate: all.toString('utf8', end + 1, middle),
    live: second === '-' ? undefined : all.toString('utf8', middle),
  };
}

/** On a thread of its own, which can be stopped and whose memory has an end. */
async function judge() {
  const { parentPort, workerData } = require('node:worker_threads');
  const { entry, candidate, live } = workerData;
  const { SqlSyncRules } = await import(entry);
  const asked = { defaultSchema: 'public' };
  const isFatal = (finding) => finding.type !== 'warning';

  function place(text, location) {
    // Up to 0.38 a finding without a place has this one.
    if (!location || (location.start === 0 && location.end === 10)) return [0, 0];
    const before = text.slice(0, location.start);
    return [before.split('\n').length, location.start - before.lastIndexOf('\n')];
  }

  function said(finding) {
    // A syntax error brings the parser's whole table along.
    const text = String(finding.message).split('\n')[0].replace(/:\s*$/, '');
    const { instancePath, params } = finding.source ?? {};
    if (typeof instancePath !== 'string') return text;
    // The schema's own words say neither where nor what.
    const key = params?.additionalProperty;
    return `${instancePath.slice(1).replaceAll('/', '.') || 'the file'} ${text}${key === undefined ? '' : `: ${key}`}`;
  }

  /** The tables that clients get, or nothing when the rules are not read to their end. */
  function tables(text) {
    const made = SqlSyncRules.fromYaml(text, { ...asked, throwOnError: false });
    const config = made.config ?? made; // older versions return the rules themselves
    return (made.errors ?? []).some(isFatal) ? undefined : Object.keys(config.debugGetOutputTables());
  }

  function lost() {
    if (live === undefined) return [];
    try {
      const before = tables(live);
      const after = tables(candidate);
      return before && after && before.filter((table) => !after.includes(table));
    } catch {
      return undefined; // another version's: what it was called there is not known
    }
  }

  const findings = SqlSyncRules.validate(candidate, asked).map((finding) => ({
    fatal: isFatal(finding),
    place: place(candidate, finding.location),
    text: said(finding),
  }));
  parentPort.postMessage({ findings, lost: findings.some((one) => one.fatal) ? undefined : lost() });
}

function line(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ').slice(0, 500);
}

function sentence({ fatal, place: [row, column], text }) {
  return `${row ? `line ${row}, column ${column}: ` : ''}${fatal ? '' : 'warning: '}${line(text)}\n`;
}

function report(version, { findings, lost }) {
  const lines = ['report 1', `parser ${line(version)}`];
  for (const [word, kind] of [['fatal', findings.filter((one) => one.fatal)], ['warning', findings.filter((one) => !one.fatal)]]) {
    kind.slice(0, SHOWN / 5).forEach(({ place, text }) => lines.push(`${word} ${place.join(' ')} ${line(text)}`));
    lines.push(`${word}s ${kind.length}`);
  }
  lost?.slice(0, SHOWN).forEach((table) => lines.push(`lost ${line(table)}`));
  lines.push(lost ? `losses ${lost.length}` : 'tables unknown', 'end');
  fs.writeSync(1, lines.join('\n') + '\n');
}

function main() {
  const given = options(process.argv.slice(__filename === '[eval]' ? 1 : 2));
  try {
    // Where memory runs out, this is what has to go, not the service in the same container.
    fs.writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Then it is asked for without.
  }
  const { entry, version } = parser(given.parser);
  const worker = new Worker(`(${judge})()`, {
    eval: true,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
    workerData: { entry, ...input(given) },
  });
  setTimeout(() => cannot(`it took longer than ${given.seconds} s`), given.seconds * 1000).unref();
  worker.on('error', (error) => cannot(line(String(error.message).split('\n')[0])));
  worker.on('message', (found) => {
    if (given.report) {
      report(version, found);
      process.exit(0);
    }
    fs.writeSync(1, found.findings.map(sentence).join(''));
    process.exit(found.findings.some((one) => one.fatal) ? 1 : 0);
  });
}

main();
