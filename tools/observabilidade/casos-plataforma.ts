import type { Caso } from './caso.ts';

const MIB = 1_048_576;
const dia = 86_400;

function foraDoAr(alerta: string, job: string): Caso {
  return {
    alerta,
    em: '10m',
    dispara: { [`up{job="${job}",instance="a"}`]: '1x2 0x20' },
    // One copy is enough, whichever it is.
    quieto: {
      [`up{job="${job}",instance="a"}`]: '1x2 0x20',
      [`up{job="${job}",instance="b"}`]: '1x20',
    },
  };
}

const servicos: readonly Caso[] = [
  foraDoAr('ApiForaDoAr', 'julia-api'),
  foraDoAr('WorkerForaDoAr', 'julia-worker'),
  foraDoAr('SchedulerForaDoAr', 'julia-scheduler'),
  foraDoAr('EdgeForaDoAr', 'edge'),
  {
    alerta: 'ServicoNaoPronto',
    em: '10m',
    dispara: { 'julia_pronto{servico="api",instance="a"}': '0x20' },
    quieto: {
      'julia_pronto{servico="api",instance="a"}': '0x20',
      'julia_pronto{servico="api",instance="reserva"}': '1x20',
    },
  },
  {
    alerta: 'DependenciaForaDoAr',
    em: '10m',
    dispara: { 'julia_dependencia_ok{servico="api",dependencia="supabase"}': '0x20' },
    quieto: { 'julia_dependencia_ok{servico="api",dependencia="supabase"}': '1x5 0x2 1x20' },
  },
  {
    alerta: 'ServicoReiniciando',
    em: '30m',
    dispara: { 'process_start_time_seconds{job="julia-worker"}': '1x4 2x4 3x4 4x4 5x20' },
    quieto: { 'process_start_time_seconds{job="julia-worker"}': '1x10 2x30' },
  },
  {
    alerta: 'VersoesMisturadas',
    em: '90m',
    dispara: {
      'julia_build_info{servico="api",versao="1.1.0"}': '1x100',
      'julia_build_info{servico="fila-worker",versao="1.0.0"}': '1x100',
    },
    quieto: {
      'julia_build_info{servico="api",versao="1.1.0"}': '1x100',
      'julia_build_info{servico="fila-worker",versao="1.0.0"}': '1x20 _x80',
      'julia_build_info{servico="fila-worker",versao="1.1.0"}': '_x20 1x80',
    },
  },
  {
    alerta: 'EsquemaDesatualizado',
    em: '10m',
    dispara: {
      'julia_esquema_versao{tipo="banco"}': '1x20',
      'julia_esquema_versao{tipo="esperada"}': '2x20',
    },
    // After an expand migration the database is ahead, and that is fine.
    quieto: {
      'julia_esquema_versao{tipo="banco"}': '3x20',
      'julia_esquema_versao{tipo="esperada"}': '2x20',
    },
  },
  {
    alerta: 'MemoriaDoServicoAlta',
    em: '30m',
    dispara: { 'process_resident_memory_bytes{job="julia-api"}': `${230 * MIB}x40` },
    quieto: {
      'process_resident_memory_bytes{job="julia-api"}': `${180 * MIB}x40`,
      'process_resident_memory_bytes{job="julia-worker"}': `${230 * MIB}x40`,
    },
  },
  {
    alerta: 'ProcessoTravando',
    em: '15m',
    dispara: { 'nodejs_eventloop_lag_p99_seconds{job="julia-worker"}': '0.8x20' },
    quieto: { 'nodejs_eventloop_lag_p99_seconds{job="julia-worker"}': '0.02x20' },
  },
  {
    alerta: 'ErrosHttp',
    em: '25m',
    dispara: {
      'julia_http_segundos_count{job="julia-api",rota="/jobs/:nome",status="500"}': '0+1x30',
      'julia_http_segundos_count{job="julia-api",rota="/jobs/:nome",status="202"}': '0+9x30',
    },
    // Webhooks have service levels of their own.
    quieto: {
      'julia_http_segundos_count{job="julia-api",rota="/webhook/evolution",status="503"}': '0+9x30',
      'julia_http_segundos_count{job="julia-api",rota="/jobs/:nome",status="202"}': '0+9x30',
    },
  },
  {
    alerta: 'EdgeComErros',
    em: '20m',
    dispara: { 'caddy_http_request_errors_total{handler="subroute"}': '0+60x30' },
    quieto: { 'caddy_http_request_errors_total{handler="subroute"}': '0x10 5x20' },
  },
];

const filas: readonly Caso[] = [
  {
    alerta: 'JobsMortos',
    em: '5m',
    dispara: { 'julia_fila_tamanho{fila="entrada",estado="morto"}': '1x10' },
    quieto: {
      'julia_fila_tamanho{fila="entrada",estado="morto"}': '0x10',
      'julia_fila_tamanho{fila="entrada",estado="adiado"}': '9x10',
    },
  },
  {
    alerta: 'FilaAtrasada',
    em: '15m',
    dispara: { 'julia_fila_idade_segundos{fila="conversas"}': '0+30x20' },
    quieto: { 'julia_fila_idade_segundos{fila="conversas"}': '5x20' },
  },
  {
    alerta: 'FilaCrescendo',
    em: '20m',
    dispara: { 'julia_fila_tamanho{fila="entrada",estado="aguardando"}': '2000x30' },
    quieto: { 'julia_fila_tamanho{fila="entrada",estado="aguardando"}': '2000x3 10x30' },
  },
  {
    alerta: 'JobsFalhando',
    em: '30m',
    dispara: {
      'julia_job_total{job="mensagem.enviar",resultado="erro"}': '0+1x40',
      'julia_job_total{job="mensagem.enviar",resultado="ok"}': '0+5x40',
    },
    quieto: {
      'julia_job_total{job="mensagem.enviar",resultado="erro"}': '0+1x40',
      'julia_job_total{job="mensagem.enviar",resultado="ok"}': '0+100x40',
      // What a rule forbids is no failure, however much of it there is.
      'julia_job_total{job="conversa.responder",resultado="regra"}': '0+50x40',
      'julia_job_total{job="conversa.responder",resultado="ok"}': '0+5x40',
    },
  },
  {
    alerta: 'RedisMemoriaAlta',
    em: '15m',
    dispara: {
      julia_redis_memoria_bytes: `${220 * MIB}x20`,
      julia_redis_memoria_maxima_bytes: `${256 * MIB}x20`,
    },
    // Without a limit there is no share of it.
    quieto: {
      julia_redis_memoria_bytes: `${220 * MIB}x20`,
      julia_redis_memoria_maxima_bytes: '0x20',
    },
  },
  {
    alerta: 'RedisMemoriaCritica',
    em: '5m',
    dispara: {
      julia_redis_memoria_bytes: `${250 * MIB}x20`,
      julia_redis_memoria_maxima_bytes: `${256 * MIB}x20`,
    },
    quieto: {
      julia_redis_memoria_bytes: `${220 * MIB}x20`,
      julia_redis_memoria_maxima_bytes: `${256 * MIB}x20`,
    },
  },
  {
    alerta: 'JobAgendadoAtrasado',
    em: '10m',
    dispara: {
      'julia_agendado_ultimo_tick_segundos{job="processar-mensagens-agendadas"}': '60x20',
      'julia_agendado_periodo_segundos{job="processar-mensagens-agendadas"}': '60x20',
    },
    quieto: {
      'julia_agendado_ultimo_tick_segundos{job="recuperar-lacunas"}': '60x20',
      'julia_agendado_periodo_segundos{job="recuperar-lacunas"}': '600x20',
    },
  },
  {
    alerta: 'JobAgendadoFalhou',
    em: '10m',
    dispara: { 'julia_agendado_falhou{job="recuperar-lacunas"}': '1x20' },
    quieto: { 'julia_agendado_falhou{job="recuperar-lacunas"}': '0x20' },
  },
  {
    alerta: 'TicksPerdidos',
    em: '30m',
    dispara: { 'julia_tick_total{job="recuperar-lacunas",resultado="recusado"}': '0+1x40' },
    quieto: {
      'julia_tick_total{job="recuperar-lacunas",resultado="recusado"}': '0x20 1x20',
      'julia_tick_total{job="recuperar-lacunas",resultado="entregue"}': '0+1x40',
    },
  },
  {
    alerta: 'TickAtrasado',
    em: '10m',
    dispara: { 'julia_tick_atraso_segundos{job="recuperar-lacunas"}': '45x20' },
    quieto: { 'julia_tick_atraso_segundos{job="recuperar-lacunas"}': '0.2x20' },
  },
];

const maquina: readonly Caso[] = [
  {
    alerta: 'DiscoEnchendo',
    em: '20m',
    dispara: {
      'node_filesystem_avail_bytes{mountpoint="/metricas"}': '10x30',
      'node_filesystem_size_bytes{mountpoint="/metricas"}': '100x30',
    },
    // Another file system is not the one that matters here.
    quieto: {
      'node_filesystem_avail_bytes{mountpoint="/metricas"}': '50x30',
      'node_filesystem_size_bytes{mountpoint="/metricas"}': '100x30',
      'node_filesystem_avail_bytes{mountpoint="/tmp"}': '1x30',
      'node_filesystem_size_bytes{mountpoint="/tmp"}': '100x30',
    },
  },
  {
    alerta: 'DiscoCheio',
    em: '5m',
    dispara: {
      'node_filesystem_avail_bytes{mountpoint="/metricas"}': '3x30',
      'node_filesystem_size_bytes{mountpoint="/metricas"}': '100x30',
    },
    quieto: {
      'node_filesystem_avail_bytes{mountpoint="/metricas"}': '10x30',
      'node_filesystem_size_bytes{mountpoint="/metricas"}': '100x30',
    },
  },
  {
    alerta: 'MemoriaDaMaquinaBaixa',
    em: '20m',
    dispara: { node_memory_MemAvailable_bytes: '5x30', node_memory_MemTotal_bytes: '100x30' },
    quieto: { node_memory_MemAvailable_bytes: '40x30', node_memory_MemTotal_bytes: '100x30' },
  },
  {
    alerta: 'MaquinaSobrecarregada',
    em: '20m',
    dispara: {
      node_load5: '9x30',
      'node_cpu_seconds_total{cpu="0",mode="idle"}': '1x30',
      'node_cpu_seconds_total{cpu="1",mode="idle"}': '1x30',
    },
    quieto: {
      node_load5: '1x30',
      'node_cpu_seconds_total{cpu="0",mode="idle"}': '1x30',
      'node_cpu_seconds_total{cpu="1",mode="idle"}': '1x30',
    },
  },
  {
    alerta: 'RelogioErrado',
    em: '20m',
    dispara: { node_timex_offset_seconds: '-3x30' },
    quieto: { node_timex_offset_seconds: '0.01x30' },
  },
  {
    alerta: 'BackupAtrasado',
    em: '40m',
    dispara: { julia_backup_ultimo_sucesso_segundos: `-${2 * dia}x60` },
    quieto: { julia_backup_ultimo_sucesso_segundos: '0x60' },
  },
  {
    // It was never made.
    alerta: 'BackupAtrasado',
    em: '40m',
    dispara: { julia_backup_bytes: '0x60' },
    quieto: { julia_backup_ultimo_sucesso_segundos: '0x60' },
  },
  {
    alerta: 'BackupFalhou',
    em: '5m',
    dispara: { julia_backup_ultima_execucao_sucesso: '0x10' },
    quieto: { julia_backup_ultima_execucao_sucesso: '1x10' },
  },
  {
    alerta: 'CopiaExternaAtrasada',
    em: '40m',
    dispara: { julia_backup_externo_ultimo_sucesso_segundos: `-${3 * dia}x60` },
    quieto: { julia_backup_externo_ultimo_sucesso_segundos: '0x60' },
  },
  {
    alerta: 'EnsaioDeRestauracaoAtrasado',
    em: '90m',
    dispara: { julia_ensaio_ultimo_sucesso_segundos: `-${40 * dia}x100` },
    quieto: { julia_ensaio_ultimo_sucesso_segundos: `-${7 * dia}x100` },
  },
  {
    alerta: 'ColetaFalhando',
    em: '10m',
    dispara: { 'up{job="maquina"}': '0x20' },
    quieto: { 'up{job="maquina"}': '1x20', 'up{job="julia-api"}': '0x20' },
  },
  {
    alerta: 'AlertasNaoEntregues',
    em: '20m',
    dispara: { 'alertmanager_notifications_failed_total{integration="slack"}': '0+1x30' },
    quieto: { 'alertmanager_notifications_failed_total{integration="slack"}': '0x10 1x20' },
  },
  {
    alerta: 'RegraComErro',
    em: '20m',
    dispara: { 'prometheus_rule_evaluation_failures_total{rule_group="slo"}': '0+1x30' },
    quieto: { 'prometheus_rule_evaluation_failures_total{rule_group="slo"}': '3x30' },
  },
];

export const casosDePlataforma: readonly Caso[] = [...servicos, ...filas, ...maquina];
