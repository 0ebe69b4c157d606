import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { brokenRules } from './dockerfile-rules.ts';
import { buildIdentity, ROOT } from './images.ts';

const dockerfile = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');

/** The real file with one line changed; fails when the line is not there any more. */
function mutant(original: string, changed: string): string {
  expect(dockerfile).toContain(original);
  return dockerfile.replaceAll(original, changed);
}

describe('docker/Dockerfile', () => {
  it('keeps every rule', () => {
    expect(brokenRules(dockerfile)).toEqual([]);
  });

  it('is one template whose bases can be replaced', () => {
    expect(dockerfile).toContain('ARG BUILD_IMAGE=node:24-bookworm-slim\n');
    expect(dockerfile).toContain('ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian12\n');
    expect(dockerfile).toContain('ARG APP\n');
  });

  it('names the licence of package.json', async () => {
    const { license } = await buildIdentity();
    expect(dockerfile).toContain(`image.licenses="${license}"`);
  });

  it.each([
    ['no syntax line', 'ARG BUILD_IMAGE', '# syntax=docker/dockerfile:1\nARG BUILD_IMAGE'],
    ['no heredoc', 'COPY package.json package-lock.json ./', 'RUN <<EOF\nnpm ci\nEOF'],
    ['no flag newer than frontend 1.2', 'COPY --from=build', 'COPY --link --from=build'],
    ['COPY instead of ADD', 'COPY libs libs', 'ADD libs libs'],
    ['exec form', 'ENTRYPOINT ["/usr/bin/tini", "--", "node", "/app/main.js"]', 'CMD node main.js'],
    [
      'an init starts node',
      '["/usr/bin/tini", "--", "node", "/app/main.js"]',
      '["node", "main.js"]',
    ],
    ['health check of the specification', '--start-period=40s', '--start-period=4s'],
    ['a numeric user other than root', 'USER 65532:65532', 'USER node'],
    ['a numeric user other than root', 'USER 65532:65532', 'USER 0:0'],
    ['stops by SIGTERM', 'STOPSIGNAL SIGTERM', 'STOPSIGNAL SIGKILL'],
    ['the runtime stage runs nothing', 'WORKDIR /app', 'WORKDIR /app\nRUN npm cache clean'],
    ['no secret as argument or variable', 'ARG SOURCE\n', 'ARG NPM_TOKEN\n'],
    ['no package list without an install', 'RUN apt-get update', 'RUN apt-get update\nRUN true'],
    ['dependencies come from the lockfile', 'npm ci', 'npm install'],
    [
      'a new number alone installs nothing again',
      'COPY --from=manifesto /manifesto ./',
      'COPY package.json package-lock.json ./',
    ],
  ])('notices when "%s" is broken', (rule, original, changed) => {
    expect(brokenRules(mutant(original, changed))).toContain(rule);
  });
});
