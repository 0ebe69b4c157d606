import { AppError, incompatibilidade, type Configuracoes, type Log } from '@julia/domain';
import { verificarRedis, type QueueMonitor } from '@julia/queue';
import { aguardarDependencia, type Saude } from '@julia/runtime';

export interface OpcoesDeInicio {
  readonly redisUrl: string;
  readonly ambiente: string;
}

/** Compose starts everything at once; a neighbour that takes longer ends this process, which is then started again. */
const prazoMs = 30_000;

/**
 * Nothing is consumed before database and queue are there and are the right ones: a job run against the database of
 * another environment could write to real doctors.
 */
export class Inicio {
  private readonly configuracoes: Configuracoes;
  private readonly monitor: QueueMonitor;
  private readonly saude: Saude;
  private readonly log: Log;
  private readonly opcoes: OpcoesDeInicio;

  constructor(
    configuracoes: Configuracoes,
    monitor: QueueMonitor,
    saude: Saude,
    log: Log,
    opcoes: OpcoesDeInicio,
  ) {
    this.configuracoes = configuracoes;
    this.monitor = monitor;
    this.saude = saude;
    this.log = log;
    this.opcoes = opcoes;
  }

  async onModuleInit(): Promise<void> {
    const { log } = this;
    const [{ avisos }] = await Promise.all([
      aguardarDependencia('redis', () => verificarRedis(this.opcoes.redisUrl), log, prazoMs),
      aguardarDependencia('supabase', () => this.conferirBanco(), log, prazoMs),
    ]);
    for (const aviso of avisos) log.warn({ aviso }, 'redis could be safer');
    const redis = async () => {
      await this.monitor.pingar();
      return undefined;
    };
    this.saude.registrar({ nome: 'redis', critica: true, verificar: redis });
    this.saude.registrar({ nome: 'supabase', critica: true, verificar: () => this.banco() });
  }

  private async conferirBanco(): Promise<void> {
    const problema = incompatibilidade(await this.configuracoes.ler(), this.opcoes.ambiente);
    if (problema) throw new AppError('input', problema.codigo, problema.explicacao);
  }

  private async banco() {
    const problema = incompatibilidade(await this.configuracoes.ler(), this.opcoes.ambiente);
    return problema ? { estado: 'fora' as const, motivo: problema.codigo } : undefined;
  }
}
