import { describe, expect, it } from '@jest/globals';
import { documented, interpolated, readBy, TEXT_RULES, type Sources } from './text-rules.ts';

const good: Sources = {
  files: {
    'compose.yaml': 'services:\n  a:\n    image: ${A_IMAGE:-a:1.0}\n    command: [x, "$$HOME"]\n',
  },
  example: `# Como.\nCOMPOSE_FILE=x\n\n# [compose] Imagem.\n# A_IMAGE=a:1.0\n\n# [api, worker] Lida.\nLIDA=\n\n# [julia] Do comando.\nDO_COMANDO=1\n`,
  scripts: 'env_efetivo DO_COMANDO 1',
};

describe('the lint of the compose files as text', () => {
  it('finds nothing in good files', () => {
    expect(TEXT_RULES.flatMap((rule) => rule.find(good))).toEqual([]);
  });

  it.each(TEXT_RULES.map((rule) => [rule.name, rule] as const))('catches: %s', (_name, rule) => {
    expect(rule.find(rule.breakIt(good))).not.toEqual([]);
  });

  it.each([
    ['    depends_on:\n      b:\n        condition: x\n        required: false', /required/],
    ['      test: x\n      start_interval: 1s', /start_interval/],
    ['    ports: !reset []', /!reset/],
    ['    image: ${A:-${B:-c}}', /nested/],
    ['    image: ${A:+b}', /plus/],
    ['    develop:\n      watch: []', /develop/],
    ['secrets:\n  a:\n    environment: A', /environment/],
    ['configs:\n  a:\n    content: b', /content/],
  ])('knows what Compose 2.0 does not: %s', (text, feature) => {
    const files = { 'x.yaml': `${text}\n` };
    const [compose] = TEXT_RULES;
    expect(compose?.find({ ...good, files }).join()).toMatch(feature);
  });

  it('does not believe that ./julia reads what no script mentions', () => {
    const found = TEXT_RULES.flatMap((rule) => rule.find({ ...good, scripts: '' }));
    expect(found).toEqual(['.env.example: DO_COMANDO']);
  });

  it('reads variables, but neither comments nor dollar signs', () => {
    expect(interpolated('a: ${A:-x} $B # ${C}\n# ${D}\ne: $${E}')).toEqual(['A', 'B']);
    expect(documented('# Sobre B=1.\nA=1\n# B=2\n#C=3')).toEqual(['A', 'B', 'C']);
    expect(readBy(good.example, 'julia-worker')).toEqual(['LIDA']);
    expect(readBy(good.example, 'julia-scheduler')).toEqual([]);
  });
});
