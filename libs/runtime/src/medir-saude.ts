import type { Saude } from './health.ts';
import type { Identidade } from './health.controller.ts';
import type { Metricas } from './metrics.ts';

/** Says with every reading which build answers and how it judges itself and its dependencies. */
export function medirSaude(metricas: Metricas, saude: Saude, identidade: Identidade): Metricas {
  const { versao, ambiente } = identidade;
  metricas.build.set({ versao, ambiente }, 1);
  metricas.aoLer(async () => {
    const { status, dependencias } = await saude.prontidao();
    metricas.pronto.set(status === 'pronto' ? 1 : 0);
    for (const [dependencia, { estado }] of Object.entries(dependencias)) {
      metricas.dependencias.set({ dependencia }, estado === 'ok' ? 1 : 0);
    }
  });
  return metricas;
}
