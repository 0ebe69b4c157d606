import { agenda, fusoHorario, versaoEsquemaEsperada } from '@julia/domain';
import type { Configuracoes, Execucoes, Medicoes } from '@julia/domain';
import type { QueueMonitor } from '@julia/queue';
import type { Metricas } from '@julia/runtime';
import { CronTime } from 'cron';

export interface PortasDeMedicao {
  readonly medicoes: Medicoes;
  readonly configuracoes: Configuracoes;
  readonly execucoes: Execucoes;
  readonly monitor: QueueMonitor;
  readonly metricas: Metricas;
}

const microPorUsd = 1_000_000;
/** However often `/metrics` is read, the database is asked once in this time. */
const intervaloMs = 10_000;

/** Tells the metrics what only database and Redis know of the product as a whole. */
export class MedirOperacao {
  private readonly portas: PortasDeMedicao;
  private perguntadoEm = -Infinity;

  constructor(portas: PortasDeMedicao) {
    this.portas = portas;
  }

  onModuleInit(): void {
    this.portas.metricas.aoLer(() => this.lerMemoria());
    this.portas.metricas.aoLer(async () => {
      const agora = performance.now();
      if (agora - this.perguntadoEm < intervaloMs) return;
      this.perguntadoEm = agora;
      // One that fails leaves the others their figures: an older database does not know all of them.
      await Promise.allSettled([this.lerBanco(), this.lerAjustes(), this.lerAgendados()]);
    });
  }

  private async lerMemoria(): Promise<void> {
    const { redisMemoria, redisMemoriaMaxima } = this.portas.metricas.operacao;
    const { usadaBytes, maximaBytes } = await this.portas.monitor.lerMemoria();
    redisMemoria.set(usadaBytes);
    redisMemoriaMaxima.set(maximaBytes);
  }

  private async lerBanco(): Promise<void> {
    const { operacao } = this.portas.metricas;
    const medicao = await this.portas.medicoes.ler();
    for (const [status, quantas] of Object.entries(medicao.saidas)) {
      operacao.saidas.set({ status }, quantas);
    }
    operacao.saidaIdade.set({ tipo: 'resposta' }, medicao.respostaMaisAntigaMs / 1_000);
    operacao.saidaIdade.set({ tipo: 'proativa' }, medicao.proativaMaisAntigaMs / 1_000);
    operacao.semResposta.set(medicao.semRespostaMs / 1_000);
    operacao.aguardandoModelo.set(medicao.aguardandoModelo);
    operacao.quarentena.set(medicao.quarentena);
    operacao.semProva.set(medicao.semProvaNaHora);
    operacao.plantoesDeQuemSaiu.set(medicao.plantoesDeQuemSaiu);
    operacao.llmGastoHoje.set(medicao.llmGastoHojeMicroUsd / microPorUsd);
    for (const { nome: instancia, conectada, proativoParado } of medicao.instancias) {
      operacao.conectada.set({ instancia }, conectada ? 1 : 0);
      operacao.proativoParado.set({ instancia }, proativoParado ? 1 : 0);
    }
  }

  private async lerAjustes(): Promise<void> {
    const { esquema, pausada } = this.portas.metricas.operacao;
    esquema.set({ tipo: 'esperada' }, versaoEsquemaEsperada);
    const banco = await this.portas.configuracoes.ler();
    esquema.set({ tipo: 'banco' }, banco.versaoEsquema);
    pausada.set(banco.pausada ? 1 : 0);
  }

  private async lerAgendados(): Promise<void> {
    const { agendadoTick, agendadoPeriodo, agendadoFalhou } = this.portas.metricas.operacao;
    for (const { nome: job, ultimoTick, estado } of await this.portas.execucoes.ultimas()) {
      agendadoPeriodo.set({ job }, periodoSegundos(agenda[job].cron));
      agendadoFalhou.set({ job }, estado === 'falhou' ? 1 : 0);
      if (ultimoTick) agendadoTick.set({ job }, ultimoTick.getTime() / 1_000);
    }
  }
}

function periodoSegundos(cron: string): number {
  const tempo = new CronTime(cron, fusoHorario);
  const primeiro = tempo.getNextDateFrom(new Date(), fusoHorario);
  const segundo = tempo.getNextDateFrom(primeiro.toJSDate(), fusoHorario);
  return (segundo.toMillis() - primeiro.toMillis()) / 1_000;
}
