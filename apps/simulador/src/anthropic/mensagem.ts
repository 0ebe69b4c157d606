import { randomBytes } from 'node:crypto';
import type { Uso } from './cache-prompt.ts';

export interface ChamadaDeFerramenta {
  readonly nome: string;
  readonly entrada: Readonly<Record<string, unknown>>;
}

/** What the model decided to say or do. */
export type Jogada =
  | { tipo: 'texto'; texto: string }
  | { tipo: 'ferramentas'; texto?: string; chamadas: readonly ChamadaDeFerramenta[] };

type Parada = 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal';

export interface Saida {
  readonly content: readonly unknown[];
  readonly stop_reason: Parada;
}

/** Thinking blocks must come back exactly as they were given. */
export const assinaturaDePensamento = 'c2ltdWxhZG9y';

const id = (prefixo: string): string => `${prefixo}_${randomBytes(12).toString('hex')}`;

export function saidaDaJogada(jogada: Jogada): Saida {
  if (jogada.tipo === 'texto') {
    return { content: [{ type: 'text', text: jogada.texto }], stop_reason: 'end_turn' };
  }
  const pensamento = { type: 'thinking', thinking: '', signature: assinaturaDePensamento };
  const texto = jogada.texto === undefined ? [] : [{ type: 'text', text: jogada.texto }];
  const chamadas = jogada.chamadas.map(({ nome, entrada }) => blocoDeFerramenta(nome, entrada));
  return { content: [pensamento, ...texto, ...chamadas], stop_reason: 'tool_use' };
}

export function blocoDeFerramenta(nome: string, entrada: unknown): unknown {
  return { type: 'tool_use', id: id('toolu'), name: nome, input: entrada };
}

export function corpoDaMensagem(modelo: string, saida: Saida, uso: Uso): unknown {
  return {
    id: id('msg'),
    type: 'message',
    role: 'assistant',
    model: modelo,
    content: saida.content,
    stop_reason: saida.stop_reason,
    stop_sequence: null,
    usage: {
      input_tokens: uso.entrada,
      cache_creation_input_tokens: uso.cacheEscrita,
      cache_read_input_tokens: uso.cacheLeitura,
      cache_creation: {
        ephemeral_5m_input_tokens: uso.cacheEscrita,
        ephemeral_1h_input_tokens: 0,
      },
      output_tokens: uso.saida,
      output_tokens_details: { thinking_tokens: 0 },
      server_tool_use: null,
      service_tier: 'standard',
      inference_geo: 'global',
    },
  };
}
