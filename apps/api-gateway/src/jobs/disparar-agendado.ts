import type { Execucoes, JobPublisher, NomeAgendado } from '@julia/domain';

export interface Disparo {
  readonly execucaoId: string;
  /** The key was known: nothing new will run because of this call. */
  readonly duplicada: boolean;
}

/** Records a run once per key and nudges whoever runs it, again on every call until it has started. */
export class DispararAgendado {
  private readonly execucoes: Execucoes;
  private readonly publisher: JobPublisher;

  constructor(execucoes: Execucoes, publisher: JobPublisher) {
    this.execucoes = execucoes;
    this.publisher = publisher;
  }

  async executar(nome: NomeAgendado, chave: string, tick: Date | null): Promise<Disparo> {
    const { execucao, duplicada } = await this.execucoes.registrar(nome, chave, tick);
    if (execucao.estado === 'pendente') {
      await this.publisher.publish(nome, { execucaoId: execucao.id });
    }
    return { execucaoId: execucao.id, duplicada };
  }
}
