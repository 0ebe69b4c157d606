import type { NomeAgendado } from '../src/agendado/agenda.ts';
import {
  Execucoes,
  type Comeco,
  type Execucao,
  type UltimaExecucao,
} from '../src/agendado/execucoes.ts';

type Resultado = Parameters<Execucoes['terminar']>[1];

/** Runs of scheduled jobs in memory, unique per key. */
export class MemoriaExecucoes extends Execucoes {
  readonly resultados = new Map<string, Resultado>();
  private readonly porChave = new Map<string, Execucao>();
  private readonly emCurso = new Set<string>();

  override registrar(
    nome: NomeAgendado,
    chave: string,
  ): Promise<{ execucao: Execucao; duplicada: boolean }> {
    const conhecida = this.porChave.get(chave);
    const execucao = conhecida ?? {
      id: `execucao-${this.porChave.size + 1}`,
      nome,
      estado: 'pendente',
    };
    this.porChave.set(chave, execucao);
    return Promise.resolve({ execucao, duplicada: conhecida !== undefined });
  }

  override comecar(execucaoId: string, leaseMs: number): Promise<Comeco> {
    if (this.emCurso.has(execucaoId)) {
      return Promise.resolve({ tipo: 'ocupada', faltamMs: leaseMs });
    }
    const resultado = this.resultados.get(execucaoId);
    if (resultado && 'contagens' in resultado) return Promise.resolve({ tipo: 'encerrada' });
    this.emCurso.add(execucaoId);
    return Promise.resolve({ tipo: 'comecou' });
  }

  /** As if the lease of a dead worker had ended. */
  vencer(execucaoId: string): void {
    this.emCurso.delete(execucaoId);
  }

  override terminar(execucaoId: string, resultado: Resultado): Promise<void> {
    this.emCurso.delete(execucaoId);
    this.resultados.set(execucaoId, resultado);
    return Promise.resolve();
  }

  override ultimas(): Promise<UltimaExecucao[]> {
    return Promise.resolve([]);
  }
}
