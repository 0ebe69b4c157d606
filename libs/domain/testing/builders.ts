import type { MensagemPropria, MensagemRecebida } from '../src/whatsapp/evento.ts';
import type { ChamadaLlm } from '../src/agente/agente.ts';
import type { MensagemPendente, Turno } from '../src/conversa/turnos.ts';
import type { VagaOferecida } from '../src/vaga/vagas.ts';

export const conversaId = '3f0e9f5e-0000-4000-8000-000000000001';
export const medicoId = '3f0e9f5e-0000-4000-8000-000000000002';
export const mensagemId = '3f0e9f5e-0000-4000-8000-000000000003';

export function umaPendente(
  texto: string,
  outros: Partial<MensagemPendente> = {},
): MensagemPendente {
  return {
    id: mensagemId,
    idProvedor: 'ABC',
    conteudo: { tipo: 'texto', texto },
    texto,
    tamanhoOriginal: texto.length,
    recebidaEm: new Date('2026-11-23T13:00:00Z'),
    ...outros,
  };
}

/** An open turn of an ordinary doctor with one unanswered message. */
export function umTurno(outros: Partial<Turno> = {}): Turno {
  return {
    conversaId,
    turnoId: '3f0e9f5e-0000-4000-8000-000000000004',
    token: '3f0e9f5e-0000-4000-8000-000000000005',
    medico: {
      id: medicoId,
      nome: 'Ana',
      especialidade: 'Anestesiologia',
      cidade: 'São Paulo',
      optout: false,
      bloqueado: false,
    },
    destino: { instancia: 'julia', numero: '5511900000001' },
    controle: 'julia',
    pendentes: [umaPendente('oi, tem plantão essa semana?')],
    historico: [],
    passos: [],
    turnosAnteriores: 0,
    respostasHoje: 0,
    turnosSemProgresso: 0,
    aguardandoDesde: null,
    avisoDeEsperaEnviado: false,
    notaHandoff: null,
    talvezEnviada: null,
    agora: new Date('2026-11-23T13:00:10Z'),
    ...outros,
  };
}

export function umaRecebida(outros: Partial<MensagemRecebida> = {}): MensagemRecebida {
  return {
    tipo: 'mensagem_recebida',
    instancia: 'julia',
    idProvedor: 'ABC',
    pessoa: { telefone: '5511900000001', lid: null },
    nome: 'Ana',
    conteudo: { tipo: 'texto', texto: 'oi' },
    citadaIdProvedor: null,
    enviadaEm: '2026-11-23T13:00:00.000Z',
    ...outros,
  };
}

export function umaPropria(outros: Partial<MensagemPropria> = {}): MensagemPropria {
  return {
    tipo: 'mensagem_propria',
    instancia: 'julia',
    idProvedor: 'PROPRIA',
    pessoa: { telefone: '5511900000001', lid: null },
    origem: 'api',
    conteudo: { tipo: 'texto', texto: 'oi doutora' },
    enviadaEm: '2026-11-23T13:00:00.000Z',
    ...outros,
  };
}

/** Saturday night, 19h to 7h. */
export function umaVaga(outros: Partial<VagaOferecida> = {}): VagaOferecida {
  return {
    handle: 'V1',
    hospital: 'Hospital São Luiz Itaim',
    cidade: 'São Paulo',
    setor: 'Centro Cirúrgico',
    especialidade: 'Anestesiologia',
    periodo: 'Noturno',
    inicio: new Date('2026-11-28T22:00:00Z'),
    fim: new Date('2026-11-29T10:00:00Z'),
    valorCentavos: 240_000,
    ...outros,
  };
}

export function umaChamada(outros: Partial<ChamadaLlm> = {}): ChamadaLlm {
  return {
    modelo: 'claude-haiku-5-5',
    finalidade: 'resposta',
    motivoModelo: 'padrao',
    conversaId: null,
    turnoId: null,
    tokensEntrada: 100,
    tokensCacheEscrita: 0,
    tokensCacheLeitura: 0,
    tokensSaida: 20,
    custoMicroUsd: 200,
    latenciaMs: 900,
    resultado: 'ok',
    ...outros,
  };
}
