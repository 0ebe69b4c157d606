import type { RespostaAgente, Turno } from '@julia/domain';
import {
  MemoriaChamadasLlm,
  MemoriaLembretes,
  MemoriaLog,
  RoteiroTurnos,
  MemoriaVagas,
  umTurno,
} from '@julia/domain/testing';
import { AnthropicAgente, type OpcoesAgente } from '../src/anthropic-agente.ts';

export interface Cenario {
  readonly vagas: MemoriaVagas;
  readonly lembretes: MemoriaLembretes;
  readonly turnos: RoteiroTurnos;
  readonly chamadas: MemoriaChamadasLlm;
  readonly log: MemoriaLog;
  readonly agente: AnthropicAgente;
  responder(texto: string, turno?: Partial<Turno>, sinal?: AbortSignal): Promise<RespostaAgente>;
}

/** An agente against the given server, with every port in memory. */
export function montar(
  baseURL: string,
  opcoes: Partial<OpcoesAgente> = {},
  vagas = new MemoriaVagas(),
): Cenario {
  const portas = {
    vagas,
    lembretes: new MemoriaLembretes(),
    turnos: new RoteiroTurnos({ tipo: 'nada_pendente' }),
    chamadas: new MemoriaChamadasLlm(),
    log: new MemoriaLog(),
  };
  const agente = new AnthropicAgente(
    {
      apiKey: 'chave-de-teste',
      baseURL,
      modelos: { simples: 'claude-haiku-5-5', complexo: 'claude-sonnet-5-5' },
      orcamentoDiarioUsd: null,
      nomeEmpresa: 'Revoluna',
      ...opcoes,
    },
    portas,
  );
  return {
    ...portas,
    agente,
    responder: (texto, turno = {}, sinal = new AbortController().signal) =>
      agente.responder(umTurno(turno), texto, sinal),
  };
}
