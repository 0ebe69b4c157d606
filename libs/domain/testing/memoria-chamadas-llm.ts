import { ChamadasLlm, type ChamadaLlm } from '../src/agente/agente.ts';

/** The account of model calls in memory. */
export class MemoriaChamadasLlm extends ChamadasLlm {
  readonly chamadas: ChamadaLlm[] = [];
  /** Spent today before the first call recorded here. */
  gastoAntesMicroUsd = 0;

  override registrar(chamada: ChamadaLlm): Promise<void> {
    this.chamadas.push(chamada);
    return Promise.resolve();
  }

  override gastoHojeMicroUsd(): Promise<number> {
    const aqui = this.chamadas.reduce((soma, { custoMicroUsd }) => soma + custoMicroUsd, 0);
    return Promise.resolve(this.gastoAntesMicroUsd + aqui);
  }
}
