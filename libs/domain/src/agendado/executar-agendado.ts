import { AppError } from '../errors.ts';
import type { Fatos } from '../log.ts';
import type { Execucoes } from './execucoes.ts';

/** What one run did, in counts that are logged and recorded. */
export type Contagens = Readonly<Record<string, number>>;

export interface TarefaAgendada {
  executar(): Promise<Contagens>;
}

/** Longer than any run may take; a run that dies frees its row then. */
const leaseExecucaoMs = 60_000;

/** Runs a scheduled job once per execution row and records how it went. */
export class ExecutarAgendado {
  private readonly execucoes: Execucoes;

  constructor(execucoes: Execucoes) {
    this.execucoes = execucoes;
  }

  async executar(execucaoId: string, tarefa: TarefaAgendada): Promise<Fatos> {
    const comeco = await this.execucoes.comecar(execucaoId, leaseExecucaoMs);
    if (comeco.tipo === 'encerrada') return { execucaoId, resultado: 'ja_executada' };
    // Its worker may be dead, and this job is the only one that would take it up: it comes back until that is known.
    if (comeco.tipo === 'ocupada') {
      throw new AppError('transient', 'EXECUCAO_EM_CURSO', 'Another run holds the execution', {
        execucaoId,
        faltamMs: comeco.faltamMs,
      });
    }
    try {
      const contagens = await tarefa.executar();
      await this.execucoes.terminar(execucaoId, { contagens });
      return { execucaoId, resultado: 'concluida', ...contagens };
    } catch (thrown) {
      const erro = AppError.from(thrown);
      await this.execucoes.terminar(execucaoId, { erro: erro.code });
      throw erro;
    }
  }
}
