import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MUST_GO_IN, MUST_STAY_OUT } from './context-cases.ts';
import { inContext } from './dockerignore.ts';
import { ROOT } from './images.ts';

const dockerignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8');

describe('.dockerignore', () => {
  it('is an allow-list: a file that nobody thought of stays out', () => {
    expect(inContext(dockerignore, 'novidade.txt')).toBe(false);
    expect(inContext(dockerignore, 'pasta-nova/arquivo.ts')).toBe(false);
  });

  it.each(MUST_STAY_OUT)('keeps %s out of the build context', (path) => {
    expect(inContext(dockerignore, path)).toBe(false);
  });

  it.each(MUST_GO_IN)('lets %s into the build context', (path) => {
    expect(inContext(dockerignore, path)).toBe(true);
  });

  it('would let a secret in without its last part', () => {
    const allowOnly = dockerignore.split('# Never')[0] ?? '';
    expect(inContext(allowOnly, 'apps/api-gateway/.env.production')).toBe(true);
  });
});
