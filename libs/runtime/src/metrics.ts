import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { medidoresDaOperacao } from './operation-metrics.ts';

/** Seconds of requests and jobs. */
const curtos = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** A reading waits no longer than this for figures that must be asked for: Prometheus itself gives up after 10 s. */
const prazoDaColetaMs = 2_000;
/** Seconds from a doctor's message to Júlia's answer: the wait for the burst alone is 6. */
const longos = [1, 2.5, 5, 10, 15, 20, 30, 60, 120, 300, 900];

/** The instruments of every service; a service that has nothing to say of one simply does not touch it. */
export class Metricas {
  readonly registro = new Registry();
  private readonly coletas: (() => Promise<void>)[] = [];

  readonly http = this.histograma('julia_http_segundos', 'Requests by route pattern', curtos, [
    'metodo',
    'rota',
    'status',
  ]);
  readonly webhooks = this.contador('julia_webhook_total', 'Webhook deliveries by outcome', [
    'resultado',
  ]);
  readonly envios = this.contador('julia_envios_total', 'Attempts to send by outcome', [
    'resultado',
    'tipo',
  ]);
  readonly resposta = this.histograma(
    'julia_resposta_segundos',
    'From the first unanswered message to the end of its turn',
    longos,
    [],
  );
  readonly turnos = this.contador('julia_turnos_total', 'Turns by outcome', ['resultado']);
  readonly jobs = this.contador('julia_job_total', 'Job runs by outcome', ['job', 'resultado']);
  readonly jobSegundos = this.histograma('julia_job_segundos', 'Duration of jobs', curtos, ['job']);
  readonly ticks = this.contador('julia_tick_total', 'Scheduled ticks posted to the api', [
    'job',
    'resultado',
  ]);
  readonly filaTamanho = this.medidor('julia_fila_tamanho', 'Jobs per queue and state', [
    'fila',
    'estado',
  ]);
  readonly filaIdade = this.medidor('julia_fila_idade_segundos', 'Age of the oldest waiting job', [
    'fila',
  ]);
  readonly llmTokens = this.contador('julia_llm_tokens_total', 'Tokens by kind', ['tipo']);
  readonly llmCusto = this.contador('julia_llm_custo_usd_total', 'Spent on the model', []);
  readonly llmChamadas = this.contador('julia_llm_chamadas_total', 'Calls to the model', [
    'modelo',
    'resultado',
  ]);
  readonly disjuntores = this.medidor(
    'julia_disjuntor_aberto',
    '1 while the circuit breaker of an outside resource is open',
    ['recurso'],
  );
  readonly falhasExternas = this.contador(
    'julia_falha_externa_total',
    'Failed calls to outside services, best-effort ones included',
    ['recurso', 'codigo'],
  );
  readonly recuperacoes = this.contador(
    'julia_lacuna_total',
    'Gap-fill runs asked for outside the schedule',
    ['resultado'],
  );

  readonly build = this.medidor('julia_build_info', 'Always 1: which build answers', [
    'versao',
    'ambiente',
  ]);
  readonly pronto = this.medidor('julia_pronto', '1 while the service is fit for work', []);
  readonly dependencias = this.medidor(
    'julia_dependencia_ok',
    '1 while a dependency of the service answers',
    ['dependencia'],
  );
  readonly tickAtraso = this.medidor(
    'julia_tick_atraso_segundos',
    'From the moment the last tick was handed over to its delivery',
    ['job'],
  );
  readonly handoffs = this.contador('julia_handoffs_total', 'Handoffs opened by a turn', [
    'gatilho',
  ]);
  readonly llmOrcamento = this.medidor('julia_llm_orcamento_usd', 'Daily budget of the model', []);
  readonly operacao = medidoresDaOperacao(this.registro);

  constructor(servico: string) {
    this.registro.setDefaultLabels({ servico });
    collectDefaultMetrics({ register: this.registro });
  }

  /**
   * `coletar` runs before each reading, for figures that must be asked for. Neither a failure nor a late answer is an
   * error of the reading: the figure stays as it was.
   */
  aoLer(coletar: () => Promise<void>): void {
    this.coletas.push(coletar);
  }

  /** The text format of Prometheus. */
  async texto(): Promise<string> {
    let relogio: NodeJS.Timeout | undefined;
    const prazo = new Promise<void>((resolve) => {
      relogio = setTimeout(resolve, prazoDaColetaMs);
    });
    await Promise.race([prazo, Promise.allSettled(this.coletas.map((coletar) => coletar()))]);
    clearTimeout(relogio);
    return this.registro.metrics();
  }

  private contador<T extends string>(name: string, help: string, labelNames: readonly T[]) {
    return new Counter<T>({ name, help, labelNames, registers: [this.registro] });
  }

  private medidor<T extends string>(name: string, help: string, labelNames: readonly T[]) {
    return new Gauge<T>({ name, help, labelNames, registers: [this.registro] });
  }

  private histograma<T extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly T[],
  ) {
    return new Histogram<T>({ name, help, buckets, labelNames, registers: [this.registro] });
  }
}
