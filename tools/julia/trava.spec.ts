import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../docker/command.ts';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

const modulos = ['numeros', 'terminal', 'trava']
  .map((m) => `. "$JULIA_RAIZ/scripts/julia/${m}.sh"`)
  .join('; ');

describe('the lock of ./julia', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
  });
  afterEach(() => maquina.remover());

  const ambiente = (env = {}) => maquina.ambiente({ JULIA_RAIZ: maquina.pasta, ...env });
  const bash = (programa: string, env = {}) =>
    run('bash', ['-euo', 'pipefail', '-c', `${modulos}; ${programa}`], { env: ambiente(env) });

  it('lets one in and tells the other who is at work, since when and why', async () => {
    const { code, stderr } = await bash(
      'trava_pegar "rollout julia-api v2"; bash -euo pipefail -c \'. "$JULIA_RAIZ/scripts/julia/numeros.sh"; . "$JULIA_RAIZ/scripts/julia/terminal.sh"; . "$JULIA_RAIZ/scripts/julia/trava.sh"; trava_pegar outra\' {JULIA_TRAVA_FD}>&-',
    );
    expect(code).toBe(75);
    expect(stderr).toMatch(/rollout julia-api v2 \(por \S+@\S+, desde \d{4}-\d\d-\d\dT/);
  });

  it('is free again when its holder was killed, and waits for what the holder left running', async () => {
    const dono =
      'trava_pegar primeira; (sleep 1; echo terminou >"$JULIA_RAIZ/filho") >/dev/null 2>&1 & kill -9 $$';
    await bash(dono);
    const { code, stdout } = await bash(
      'trava_pegar segunda; cat "$JULIA_RAIZ/filho"; trava_campo motivo',
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/interrompida.*\nterminou\nsegunda\n$/),
    });
  });

  it('is not held by a pause that outlives a killed holder', async () => {
    await bash(
      'trava_pegar primeira; eval "(sleep 0.3; kill -9 $$) $JULIA_TRAVA_FD>&- >/dev/null 2>&1 &"; dormir 9 >/dev/null 2>&1',
    );
    const antes = performance.now();
    expect((await bash('trava_pegar segunda')).code).toBe(0);
    expect(performance.now() - antes).toBeLessThan(5_000);
  });

  it('knows whether somebody is at work at this moment', async () => {
    expect((await bash('trava_em_uso || echo livre')).stdout).toBe('livre\n');
    expect(
      (
        await bash(
          'trava_pegar x; trava_em_uso && echo ocupada; trava_soltar; trava_em_uso || echo livre',
        )
      ).stdout,
    ).toBe('ocupada\nlivre\n');
  });
});
