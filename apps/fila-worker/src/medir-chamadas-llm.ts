import { ChamadasLlm, type ChamadaLlm } from '@julia/domain';
import type { Metricas } from '@julia/runtime';

const microPorUsd = 1_000_000;

/** The account of calls to the model, also told to the metrics. */
export class ChamadasLlmMedidas extends ChamadasLlm {
  private readonly conta: ChamadasLlm;
  private readonly metricas: Metricas;

  constructor(conta: ChamadasLlm, metricas: Metricas) {
    super();
    this.conta = conta;
    this.metricas = metricas;
  }

  override async registrar(chamada: ChamadaLlm): Promise<void> {
    const { llmTokens, llmCusto, llmChamadas } = this.metricas;
    llmTokens.inc({ tipo: 'entrada' }, chamada.tokensEntrada);
    llmTokens.inc({ tipo: 'cache_escrita' }, chamada.tokensCacheEscrita);
    llmTokens.inc({ tipo: 'cache_leitura' }, chamada.tokensCacheLeitura);
    llmTokens.inc({ tipo: 'saida' }, chamada.tokensSaida);
    llmCusto.inc(chamada.custoMicroUsd / microPorUsd);
    llmChamadas.inc({ modelo: chamada.modelo, resultado: chamada.resultado });
    await this.conta.registrar(chamada);
  }

  override gastoHojeMicroUsd(): Promise<number> {
    return this.conta.gastoHojeMicroUsd();
  }
}
