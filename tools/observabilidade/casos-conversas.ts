import type { Caso, Series } from './caso.ts';

/** Thursday, noon in São Paulo. */
const expediente = '15h';
const minutos = 15 * 60 + 10;

/** Business hours decide here: the same history is silent on the same day before they begin. */
function soNoExpediente(alerta: string, dispara: Series, quieto: Series): Caso {
  return { alerta, em: expediente, dispara, quieto, passo: '5m' };
}

const turnos = 'julia_turnos_total{resultado="responder"}';

const conversas: readonly Caso[] = [
  soNoExpediente(
    'MedicoSemResposta',
    { julia_sem_resposta_segundos: `900x${minutos}` },
    { julia_sem_resposta_segundos: `300x${minutos}` },
  ),
  {
    // Five in the morning in São Paulo.
    alerta: 'MedicoSemResposta',
    em: '8h',
    dispara: null,
    quieto: { julia_sem_resposta_segundos: `900x${minutos}` },
    passo: '5m',
  },
  {
    alerta: 'RespostaLenta',
    em: '45m',
    dispara: {
      julia_resposta_segundos_sum: '0+200x60',
      julia_resposta_segundos_count: '0+1x60',
    },
    // Two slow ones are no mean.
    quieto: {
      julia_resposta_segundos_sum: '0x20 400x40',
      julia_resposta_segundos_count: '0x20 2x40',
    },
  },
  {
    alerta: 'HandoffsDemais',
    em: '80m',
    dispara: {
      'julia_handoffs_total{gatilho="pedido_humano"}': '0+1x100',
      'julia_turnos_total{resultado="handoff"}': '0+1x100',
      [turnos]: '0+2x100',
    },
    quieto: {
      'julia_handoffs_total{gatilho="pedido_humano"}': '0+1x100',
      'julia_turnos_total{resultado="handoff"}': '0+1x100',
      [turnos]: '0+9x100',
      // Turns that were put off or found nothing to do are no turns.
      'julia_turnos_total{resultado="adiado"}': '0+90x100',
    },
  },
  {
    alerta: 'SuspeitaDeRobo',
    em: '80m',
    dispara: {
      'julia_handoffs_total{gatilho="limite_respostas"}': '0+1x100',
      [turnos]: '0+9x100',
    },
    quieto: {
      'julia_handoffs_total{gatilho="pedido_humano"}': '0+1x100',
      [turnos]: '0+9x100',
    },
  },
  {
    alerta: 'InstanciaDesconectada',
    em: '10m',
    dispara: {
      'julia_instancia_conectada{instancia="a"}': '0x20',
      'julia_instancia_conectada{instancia="b"}': '0x20',
    },
    quantos: 2,
    quieto: { 'julia_instancia_conectada{instancia="a"}': '1x8 0x1 1x20' },
  },
  {
    alerta: 'ProativoParado',
    em: '5m',
    dispara: { 'julia_instancia_proativo_parado{instancia="a"}': '1x10' },
    quieto: { 'julia_instancia_proativo_parado{instancia="a"}': '0x10' },
  },
  {
    alerta: 'PlantaoDeQuemSaiu',
    em: '5m',
    dispara: { julia_plantoes_de_quem_saiu: '2x10' },
    quieto: { julia_plantoes_de_quem_saiu: '0x10' },
  },
  soNoExpediente(
    'SilencioDeWebhooks',
    {
      'julia_webhook_total{resultado="evento"}': `7x${minutos}`,
      'julia_instancia_conectada{instancia="a"}': `1x${minutos}`,
    },
    {
      'julia_webhook_total{resultado="evento"}': `7+1x${minutos}`,
      'julia_instancia_conectada{instancia="a"}': `1x${minutos}`,
    },
  ),
  soNoExpediente(
    // Since the last start nothing came at all, so the counter does not even exist.
    'SilencioDeWebhooks',
    { 'julia_instancia_conectada{instancia="a"}': `1x${minutos}` },
    // A number that is not connected has an alert of its own.
    { 'julia_instancia_conectada{instancia="a"}': `0x${minutos}` },
  ),
  {
    alerta: 'WebhooksRecusados',
    em: '20m',
    dispara: { 'julia_webhook_total{resultado="nao_autorizado"}': '0+1x30' },
    quieto: {
      'julia_webhook_total{resultado="nao_autorizado"}': '0x10 2x20',
      'julia_webhook_total{resultado="nao_json"}': '0+9x30',
    },
  },
  {
    alerta: 'QuarentenaCrescendo',
    em: '20m',
    dispara: { julia_quarentena_abertas: '11x30' },
    quieto: { julia_quarentena_abertas: '10x30' },
  },
  {
    alerta: 'JuliaPausada',
    em: '5h',
    dispara: { julia_pausada: '1x400' },
    quieto: { julia_pausada: '1x100 0x10 1x400' },
    passo: '5m',
  },
];

const envios: readonly Caso[] = [
  {
    alerta: 'SaidaParada',
    em: '10m',
    dispara: {
      'julia_saida_idade_segundos{tipo="resposta"}': '2000x20',
      julia_pausada: '0x20',
    },
    // Paused, what waits does so by order.
    quieto: {
      'julia_saida_idade_segundos{tipo="resposta"}': '2000x20',
      julia_pausada: '1x20',
    },
  },
  {
    alerta: 'ProativosAcumulados',
    em: '90m',
    dispara: { 'julia_saida_idade_segundos{tipo="proativa"}': '90000x100' },
    quieto: { 'julia_saida_idade_segundos{tipo="proativa"}': '30000x100' },
  },
  {
    alerta: 'EnviosFalhando',
    em: '45m',
    dispara: {
      'julia_envios_total{resultado="falhou",tipo="resposta"}': '0+1x60',
      'julia_envios_total{resultado="enviada",tipo="resposta"}': '0+4x60',
    },
    // Waiting for its time or its turn is no attempt.
    quieto: {
      'julia_envios_total{resultado="falhou",tipo="resposta"}': '0+1x60',
      'julia_envios_total{resultado="enviada",tipo="resposta"}': '0+40x60',
      'julia_envios_total{resultado="esperar",tipo="campanha"}': '0+9x60',
    },
  },
  {
    alerta: 'EnviosIncertos',
    em: '40m',
    dispara: { 'julia_saida_mensagens{status="incerta"}': '1x60' },
    quieto: { 'julia_saida_mensagens{status="incerta"}': '1x15 0x5 1x15 0x20' },
  },
  {
    alerta: 'EnvioSemProva',
    em: '30m',
    dispara: { julia_envios_sem_prova: '0x20 1x20' },
    quieto: { julia_envios_sem_prova: '2x20 0x20' },
  },
];

const modelo: readonly Caso[] = [
  {
    alerta: 'ModeloIndisponivel',
    em: '10m',
    dispara: { julia_aguardando_modelo: '3x20' },
    quieto: { julia_aguardando_modelo: '3x3 0x20' },
  },
  {
    alerta: 'ModeloComErros',
    em: '30m',
    dispara: {
      'julia_llm_chamadas_total{resultado="limite"}': '0+1x40',
      'julia_llm_chamadas_total{resultado="ok"}': '0+2x40',
    },
    quieto: {
      'julia_llm_chamadas_total{resultado="limite"}': '0+1x40',
      'julia_llm_chamadas_total{resultado="ok"}': '0+20x40',
    },
  },
  {
    alerta: 'OrcamentoDoModelo80',
    em: '5m',
    dispara: { julia_llm_gasto_hoje_usd: '8.5x10', julia_llm_orcamento_usd: '10x10' },
    quieto: { julia_llm_gasto_hoje_usd: '7x10', julia_llm_orcamento_usd: '10x10' },
  },
  {
    alerta: 'OrcamentoDoModeloEsgotado',
    em: '5m',
    dispara: { julia_llm_gasto_hoje_usd: '10x10', julia_llm_orcamento_usd: '10x10' },
    quieto: { julia_llm_gasto_hoje_usd: '9.9x10', julia_llm_orcamento_usd: '10x10' },
  },
  {
    alerta: 'DisjuntorAberto',
    em: '10m',
    dispara: { 'julia_disjuntor_aberto{recurso="evolution.envio"}': '1x20' },
    quieto: { 'julia_disjuntor_aberto{recurso="evolution.envio"}': '1x1 0x20' },
  },
];

export const casosDeConversas: readonly Caso[] = [...conversas, ...envios, ...modelo];
