import type Anthropic from '@anthropic-ai/sdk';
import type { TextoBloqueado } from '@julia/domain';
import {
  erro,
  type ContextoDaFerramenta,
  type ResultadoDaFerramenta,
} from './ferramentas/ferramenta.ts';
import { somarFatos, type Fatos } from './ferramentas/fatos.ts';
import { ferramentas } from './ferramentas/registro.ts';

/** More calls in one answer than any conversation needs: the rest is told so instead of run. */
const maxPedidosPorRodada = 8;

export interface RodadaFeita {
  /** One result per call, in the order of the calls, as the API demands. */
  readonly resultados: Anthropic.ToolResultBlockParam[];
  readonly fatos: Partial<Fatos>[];
  readonly bloqueados: readonly TextoBloqueado[];
}

/** Runs the calls of one answer one after the other, so that a resumed turn repeats them in the same order. */
export async function executarRodada(
  pedidos: readonly Anthropic.ToolUseBlock[],
  contexto: ContextoDaFerramenta,
  sinal: AbortSignal,
): Promise<RodadaFeita> {
  const resultados: Anthropic.ToolResultBlockParam[] = [];
  const fatos: Partial<Fatos>[] = [];
  const bloqueados: TextoBloqueado[] = [];
  let atual = contexto.fatos;
  for (const [indice, pedido] of pedidos.entries()) {
    sinal.throwIfAborted();
    const resultado =
      indice < maxPedidosPorRodada
        ? await executar(pedido, { ...contexto, fatos: atual })
        : erro('Ferramentas demais de uma vez. Peça uma por vez.');
    const content = JSON.stringify(resultado.corpo);
    resultados.push({
      type: 'tool_result',
      tool_use_id: pedido.id,
      content,
      ...(resultado.erro ? { is_error: true } : {}),
    });
    // What a refused call said about itself is no fact.
    const novos = resultado.erro
      ? (resultado.fatos ?? {})
      : { ...resultado.fatos, textos: [content] };
    atual = somarFatos(atual, novos);
    fatos.push(novos);
    if (resultado.bloqueado) bloqueados.push(resultado.bloqueado);
  }
  return { resultados, fatos, bloqueados };
}

async function executar(
  { name, input }: Anthropic.ToolUseBlock,
  contexto: ContextoDaFerramenta,
): Promise<ResultadoDaFerramenta> {
  const escolhida = ferramentas.find(({ nome }) => nome === name);
  if (escolhida) return escolhida.executar(input, contexto);
  const nomes = ferramentas.map(({ nome }) => nome).join(', ');
  return erro(`Não existe a ferramenta "${name.slice(0, 60)}". As que existem: ${nomes}.`);
}
