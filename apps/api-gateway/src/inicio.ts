import { AppError, incompatibilidade, type Configuracoes, type Log } from '@julia/domain';
import { verificarRedis, type QueueMonitor } from '@julia/queue';
import { fatosDoErro, type Metricas, type Saude } from '@julia/runtime';

export interface OpcoesDeInicio {
  readonly redisUrl: string;
  readonly ambiente: string;
}

export interface PortasDeInicio {
  readonly configuracoes: Configuracoes;
  readonly monitor: QueueMonitor;
  readonly saude: Saude;
  readonly metricas: Metricas;
  readonly log: Log;
}

/**
 * What the api insists on at its start and keeps watching. It starts without database and without Redis, so that
 * webhooks are answered 503 instead of not at all; what it never accepts is the wrong database or a Redis that forgets.
 */
export class Inicio {
  private readonly portas: PortasDeInicio;
  private readonly opcoes: OpcoesDeInicio;
  private redisConferido = false;

  constructor(portas: PortasDeInicio, opcoes: OpcoesDeInicio) {
    this.portas = portas;
    this.opcoes = opcoes;
  }

  async onModuleInit(): Promise<void> {
    await Promise.all([this.conferirRedis(), this.conferirAmbiente()]);
    const { saude, metricas } = this.portas;
    saude.registrar({ nome: 'redis', critica: true, verificar: () => this.redis() });
    saude.registrar({ nome: 'supabase', critica: false, verificar: () => this.banco() });
    metricas.aoLer(() => this.medirFilas());
  }

  private async conferirRedis(): Promise<void> {
    try {
      const { avisos } = await verificarRedis(this.opcoes.redisUrl);
      this.redisConferido = true;
      for (const aviso of avisos) this.portas.log.warn({ aviso }, 'redis could be safer');
    } catch (erro) {
      this.tolerar(erro, 'redis is away at start');
    }
  }

  private async conferirAmbiente(): Promise<void> {
    try {
      const problema = incompatibilidade(
        await this.portas.configuracoes.ler(),
        this.opcoes.ambiente,
      );
      if (problema?.codigo === 'AMBIENTE_DIFERENTE') {
        throw new AppError('input', problema.codigo, problema.explicacao);
      }
    } catch (erro) {
      this.tolerar(erro, 'database is away at start');
    }
  }

  private tolerar(erro: unknown, msg: string): void {
    if (AppError.from(erro).kind !== 'transient') throw erro;
    this.portas.log.warn(fatosDoErro(erro), msg);
  }

  /** A Redis that was away at the start is checked once it is back. */
  private async redis(): Promise<undefined> {
    await this.portas.monitor.pingar();
    if (this.redisConferido) return;
    await verificarRedis(this.opcoes.redisUrl);
    this.redisConferido = true;
  }

  private async banco() {
    const problema = incompatibilidade(await this.portas.configuracoes.ler(), this.opcoes.ambiente);
    return problema ? { estado: 'fora' as const, motivo: problema.codigo } : undefined;
  }

  private async medirFilas(): Promise<void> {
    const { filaTamanho, filaIdade } = this.portas.metricas;
    for (const estado of await this.portas.monitor.coletarFilas()) {
      const { fila, aguardando, ativos, adiados, mortas, esperaMaisAntigaMs } = estado;
      filaTamanho.set({ fila, estado: 'aguardando' }, aguardando);
      filaTamanho.set({ fila, estado: 'ativo' }, ativos);
      filaTamanho.set({ fila, estado: 'adiado' }, adiados);
      filaTamanho.set({ fila, estado: 'morto' }, mortas);
      filaIdade.set({ fila }, esperaMaisAntigaMs / 1_000);
    }
  }
}
