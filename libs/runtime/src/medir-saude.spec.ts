import { describe, expect, it } from '@jest/globals';
import { Identidade } from './health.controller.ts';
import { Saude } from './health.ts';
import { medirSaude } from './medir-saude.ts';
import { Metricas } from './metrics.ts';

const identidade = new Identidade('api', '1.2.3', 'production');

describe('medirSaude', () => {
  it('tells the build, the readiness and each dependency', async () => {
    const saude = new Saude();
    saude.registrar({ nome: 'redis', critica: true, verificar: async () => undefined });
    saude.registrar({
      nome: 'supabase',
      critica: false,
      verificar: async () => ({ estado: 'fora' as const }),
    });
    const texto = await medirSaude(new Metricas('api'), saude, identidade).texto();
    expect(texto).toContain(
      'julia_build_info{versao="1.2.3",ambiente="production",servico="api"} 1',
    );
    expect(texto).toContain('julia_pronto{servico="api"} 0');
    expect(texto).toContain('julia_dependencia_ok{dependencia="redis",servico="api"} 1');
    expect(texto).toContain('julia_dependencia_ok{dependencia="supabase",servico="api"} 0');
  });

  it('is unready from the beginning of the end', async () => {
    const saude = new Saude();
    const metricas = medirSaude(new Metricas('api'), saude, identidade);
    expect(await metricas.texto()).toContain('julia_pronto{servico="api"} 1');
    saude.drenar();
    expect(await metricas.texto()).toContain('julia_pronto{servico="api"} 0');
  });
});

describe('Metricas.texto', () => {
  it('does not wait for a figure that never comes, nor fail for one that fails', async () => {
    const metricas = new Metricas('api');
    metricas.aoLer(() => new Promise(() => undefined));
    metricas.aoLer(() => Promise.reject(new Error('away')));
    const inicio = performance.now();
    expect(await metricas.texto()).toContain('julia_job_total');
    expect(performance.now() - inicio).toBeLessThan(4_000);
  });
});
