import { describe, expect, it } from '@jest/globals';
import { lint, survivors } from './lint.ts';
import { sentinel } from './rules-secrets.ts';
import { allRules } from './rules.ts';
import { sample, withSecretFiles } from './sample.ts';

const RULES = allRules(() => ['PORT', 'LOG_DIR']);
const findings = (rendering: ReturnType<typeof sample>) =>
  lint(RULES, [rendering], []).findings.map((f) => `${f.rule}: ${f.service} ${f.problem}`);

/** Rules about secret files are about renderings that use them. */
const mutable = () => withSecretFiles(sample());

/** The services that a mutant can be made of. */
function targets(rule: (typeof RULES)[number]): string[] {
  const rendering = mutable();
  return Object.entries(rendering.services)
    .filter(([name, service]) => rule.mutable?.(service, name, rendering) ?? true)
    .map(([name]) => name);
}

describe('the compose lint', () => {
  it('finds nothing in a rendering that keeps every rule', () => {
    expect(findings(sample())).toEqual([]);
    expect(findings(mutable())).toEqual([]);
  });

  it('gives every rule a name of its own', () => {
    const names = RULES.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(RULES.map((rule) => [rule.name, rule] as const))('catches who breaks: %s', (_n, rule) => {
    const services = targets(rule);
    expect(services.length).toBeGreaterThan(0);
    for (const service of services) {
      const mutant = mutable();
      rule.breakIt(mutant, service);
      const found = rule.find(mutant).filter((f) => f.service === service || f.service === '*');
      expect([service, found.length]).not.toEqual([service, 0]);
    }
  });

  it('lets an exception cover one service and one rule, and tells when it is no longer needed', () => {
    const rendering = sample();
    const redis = rendering.services['redis'];
    if (redis) redis.read_only = false;
    const rule = 'has a read-only root';
    const reason = 'teste';
    const kept = lint(RULES, [rendering], [{ rule, services: ['redis', 'edge', 'away'], reason }]);
    expect(kept).toEqual({ findings: [], needless: [`${rule}: edge`] });
    expect(lint(RULES, [rendering], []).findings).toMatchObject([{ rule, service: 'redis' }]);
  });

  it('names the rules that let a mutant of a real rendering live', () => {
    expect(survivors(RULES, mutable(), [])).toEqual([]);
    const blind = RULES.map((rule) => ({ ...rule, find: () => [] }));
    expect(survivors(blind, mutable(), [])).toHaveLength(RULES.length);
  });

  it('sees a secret in the wrong service, whatever its name there', () => {
    const wrong = sample();
    const redis = wrong.services['redis'];
    if (redis)
      redis.environment = { A: sentinel('REDIS_PASSWORD'), B: sentinel('JULIA_API_TOKEN') };
    expect(findings(wrong)).toEqual(['sees no secret but its own: redis is given JULIA_API_TOKEN']);
  });

  it('sees a secret that is not in a file where files are used', () => {
    const wrong = mutable();
    const redis = wrong.services['redis'];
    if (redis) redis.environment = { REDIS_PASSWORD: '' };
    expect(findings(wrong)).toContain(
      'takes every secret from a file where files are used: redis REDIS_PASSWORD has no file',
    );
  });
});
