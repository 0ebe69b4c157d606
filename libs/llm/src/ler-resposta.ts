import type Anthropic from '@anthropic-ai/sdk';

export type Leitura =
  | { tipo: 'ferramentas'; conteudo: Anthropic.ContentBlock[]; pedidos: Anthropic.ToolUseBlock[] }
  | { tipo: 'texto'; texto: string; conteudo: Anthropic.ContentBlock[] }
  /** Nothing here may be sent or run. */
  | { tipo: 'incompleta'; motivo: 'resposta_recusada' | 'resposta_cortada' | 'resposta_vazia' };

/** What an answer of the model amounts to. A tool call counts only when the model says it stopped to have it run. */
export function lerResposta({ content, stop_reason }: Anthropic.Message): Leitura {
  const conteudo = content.filter((bloco) => bloco.type !== 'text' || bloco.text.trim() !== '');
  if (stop_reason === 'refusal') return { tipo: 'incompleta', motivo: 'resposta_recusada' };
  if (stop_reason !== 'tool_use' && stop_reason !== 'end_turn') {
    return { tipo: 'incompleta', motivo: 'resposta_cortada' };
  }
  // A NUL or half a surrogate pair cannot be stored, so such a round could never be resumed.
  if (!guardavel(conteudo)) return { tipo: 'incompleta', motivo: 'resposta_cortada' };
  const pedidos = conteudo.filter((bloco) => bloco.type === 'tool_use');
  if (stop_reason === 'tool_use' && pedidos.length > 0) {
    return { tipo: 'ferramentas', conteudo, pedidos };
  }
  const texto = limpar(
    conteudo.flatMap((bloco) => (bloco.type === 'text' ? [bloco.text] : [])).join('\n'),
  );
  if (texto === '') return { tipo: 'incompleta', motivo: 'resposta_vazia' };
  return { tipo: 'texto', texto, conteudo: conteudo.filter((bloco) => bloco.type !== 'tool_use') };
}

function guardavel(conteudo: unknown): boolean {
  const json = JSON.stringify(conteudo);
  return !/\\u0000|\\ud[89a-f][\da-f]{2}/i.test(json);
}

function limpar(texto: string): string {
  return texto
    .replace(/\r\n?/g, '\n')
    .replace(/[\0-\x09\x0b-\x1f\x7f]/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
