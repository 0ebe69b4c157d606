import { nomesAgendados, type NomeAgendado } from '../src/agendado/agenda.ts';
import {
  Execucoes,
  type Comeco,
  type Execucao,
  type UltimaExecucao,
} from '../src/agendado/execucoes.ts';
import { RelogioParado } from './relogio-parado.ts';

type Resultado = Parameters<Execucoes['terminar']>[1];

interface Linha extends Execucao {
  readonly chave: string;
  readonly tick: Date | null;
  estado: Execucao['estado'];
  leaseAteMs: number;
}

/** Runs of scheduled jobs in memory, unique per key. */
export class MemoriaExecucoes extends Execucoes {
  readonly resultados = new Map<string, Resultado>();
  private readonly linhas: Linha[] = [];
  private readonly relogio: RelogioParado;

  constructor(relogio = new RelogioParado()) {
    super();
    this.relogio = relogio;
  }

  override registrar(
    nome: NomeAgendado,
    chave: string,
    tick: Date | null,
  ): Promise<{ execucao: Execucao; duplicada: boolean }> {
    const conhecida = this.linhas.find((linha) => linha.chave === chave);
    const linha = conhecida ?? this.nova(nome, chave, tick);
    const abandonada = linha.estado === 'executando' && !this.presa(linha);
    const estado = abandonada ? 'pendente' : linha.estado;
    return Promise.resolve({
      execucao: { id: linha.id, nome: linha.nome, estado },
      duplicada: conhecida !== undefined,
    });
  }

  override comecar(execucaoId: string, leaseMs: number): Promise<Comeco> {
    const linha = this.linhas.find(({ id }) => id === execucaoId);
    const agoraMs = this.relogio.agora().getTime();
    if (linha && this.presa(linha)) {
      return Promise.resolve({ tipo: 'ocupada', faltamMs: linha.leaseAteMs - agoraMs });
    }
    if (
      !linha ||
      linha.estado === 'concluida' ||
      (linha.estado === 'falhou' && this.temMaisNova(linha))
    ) {
      return Promise.resolve({ tipo: 'encerrada' });
    }
    linha.estado = 'executando';
    linha.leaseAteMs = agoraMs + leaseMs;
    return Promise.resolve({ tipo: 'comecou' });
  }

  override terminar(execucaoId: string, resultado: Resultado): Promise<void> {
    const linha = this.linhas.find(({ id }) => id === execucaoId);
    if (linha) linha.estado = 'erro' in resultado ? 'falhou' : 'concluida';
    this.resultados.set(execucaoId, resultado);
    return Promise.resolve();
  }

  override ultimas(): Promise<UltimaExecucao[]> {
    const ultimas = nomesAgendados.map((nome) => {
      const [ultima] = this.linhas
        .filter((linha) => linha.nome === nome && linha.tick !== null)
        .sort((a, b) => Number(b.tick) - Number(a.tick));
      return { nome, ultimoTick: ultima?.tick ?? null, estado: ultima?.estado ?? null };
    });
    return Promise.resolve(ultimas);
  }

  private nova(nome: NomeAgendado, chave: string, tick: Date | null): Linha {
    const id = `execucao-${this.linhas.length + 1}`;
    const linha: Linha = { id, nome, chave, tick, estado: 'pendente', leaseAteMs: 0 };
    this.linhas.push(linha);
    return linha;
  }

  private presa({ estado, leaseAteMs }: Linha): boolean {
    return estado === 'executando' && leaseAteMs > this.relogio.agora().getTime();
  }

  private temMaisNova(linha: Linha): boolean {
    return this.linhas
      .slice(this.linhas.indexOf(linha) + 1)
      .some(({ nome }) => nome === linha.nome);
  }
}
