import { expect, it } from '@jest/globals';
import type { ChamadasLlm } from '../../src/agente/agente.ts';
import { umaChamada } from '../builders.ts';

/** What every `ChamadasLlm` promises. */
export function contratoDeChamadasLlm(montar: () => Promise<ChamadasLlm>): void {
  it('adds up what was spent today, failed calls too', async () => {
    const chamadas = await montar();
    const antes = await chamadas.gastoHojeMicroUsd();
    await chamadas.registrar(umaChamada({ custoMicroUsd: 1_200 }));
    await chamadas.registrar(umaChamada({ custoMicroUsd: 34, resultado: 'LLM_TRUNCADO' }));
    await chamadas.registrar(umaChamada({ custoMicroUsd: 0, resultado: 'LLM_INDISPONIVEL' }));
    expect(await chamadas.gastoHojeMicroUsd()).toBe(antes + 1_234);
  });
}
