import { Gauge, type Registry } from 'prom-client';

/** Gauges of what database, Redis and cron table say of the whole product. Only the api fills them. */
export function medidoresDaOperacao(registro: Registry) {
  const medidor = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Gauge<T>({ name, help, labelNames, registers: [registro] });
  return {
    redisMemoria: medidor('julia_redis_memoria_bytes', 'Memory Redis uses', []),
    redisMemoriaMaxima: medidor('julia_redis_memoria_maxima_bytes', 'maxmemory; 0 is no limit', []),
    saidas: medidor('julia_saida_mensagens', 'Outgoing messages not finished, by state', [
      'status',
    ]),
    saidaIdade: medidor(
      'julia_saida_idade_segundos',
      'How long the oldest outgoing message that is due has been waiting',
      ['tipo'],
    ),
    semResposta: medidor(
      'julia_sem_resposta_segundos',
      'How long the oldest unanswered message of a doctor has been waiting for Júlia',
      [],
    ),
    aguardandoModelo: medidor(
      'julia_aguardando_modelo',
      'Conversations that wait because the model is away',
      [],
    ),
    quarentena: medidor('julia_quarentena_abertas', 'Webhook bodies nobody has resolved', []),
    conectada: medidor('julia_instancia_conectada', '1 while the number is connected', [
      'instancia',
    ]),
    proativoParado: medidor(
      'julia_instancia_proativo_parado',
      '1 while proactive sending of the number is stopped after a ban-like answer',
      ['instancia'],
    ),
    llmGastoHoje: medidor('julia_llm_gasto_hoje_usd', 'Spent on the model since midnight', []),
    semProva: medidor(
      'julia_envios_sem_prova',
      'Messages given up in the last hour without proof of whether they left',
      [],
    ),
    plantoesDeQuemSaiu: medidor(
      'julia_plantoes_de_quem_saiu',
      'Shifts still held by doctors who opted out in the last day',
      [],
    ),
    pausada: medidor('julia_pausada', '1 while Júlia is paused', []),
    esquema: medidor('julia_esquema_versao', 'Schema version, of the database and of this build', [
      'tipo',
    ]),
    agendadoTick: medidor(
      'julia_agendado_ultimo_tick_segundos',
      'Unix time of the last tick registered for a scheduled job',
      ['job'],
    ),
    agendadoPeriodo: medidor(
      'julia_agendado_periodo_segundos',
      'Seconds between two ticks of a scheduled job',
      ['job'],
    ),
    agendadoFalhou: medidor('julia_agendado_falhou', '1 when the last run of a job failed', [
      'job',
    ]),
  };
}
