import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildIdentity, ROOT, SERVICE_IMAGES } from './images.ts';

interface Project {
  name: string;
  targets: Record<string, unknown>;
}

const projects = readdirSync(join(ROOT, 'apps')).map((app) => ({
  app,
  ...(JSON.parse(readFileSync(join(ROOT, 'apps', app, 'project.json'), 'utf8')) as Project),
}));

describe('service images', () => {
  it('belong to exactly the projects with a docker-build target', () => {
    const withTarget = projects.filter(({ targets }) => 'docker-build' in targets);
    expect(Object.keys(SERVICE_IMAGES).sort()).toEqual(withTarget.map(({ name }) => name).sort());
    for (const { name, app } of withTarget) expect(SERVICE_IMAGES[name]?.app).toBe(app);
  });

  it('get the same labels for the same commit', async () => {
    const identity = await buildIdentity(undefined, { SOURCE_DATE_EPOCH: '1767225600' });
    expect(identity.created).toBe('2026-01-01T00:00:00Z');
    expect(identity.sourceDateEpoch).toBe('1767225600');
  });
});
