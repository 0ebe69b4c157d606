import { erroAnthropic, type ErroAnthropic } from './erros.ts';
import { assinaturaDePensamento } from './mensagem.ts';
import { pedidoSchema, type MensagemDoPedido, type PedidoAnthropic } from './pedido.ts';

/** Gone from the API: refused even with their former default. */
const parametrosRetirados = ['temperature', 'top_p', 'top_k'] as const;

const familiasVivas =
  /^claude-(fable-5|mythos-(5|preview)|haiku-(5-5|4-5)|sonnet-(5|4-6|4-5)|opus-(5|4-[5-8]))(-|$)/;
/** Thinking is always on in these: a forced tool is refused. */
const recusaFerramentaForcada = /^claude-sonnet-5-5/;
const maximoDePontosDeCache = 4;

export type Validacao =
  { tipo: 'valido'; pedido: PedidoAnthropic } | { tipo: 'invalido'; erro: ErroAnthropic };

/** Everything the real API would refuse before the model runs. */
export function validarPedido(authorization: string | undefined, corpo: unknown): Validacao {
  const recusar = (status: number, mensagem?: string): Validacao => ({
    tipo: 'invalido',
    erro: erroAnthropic(status, mensagem),
  });
  if (!temChave(authorization)) return recusar(401);
  const campos = typeof corpo === 'object' && corpo !== null ? corpo : {};
  const retirado = parametrosRetirados.find((nome) => nome in campos);
  if (retirado) return recusar(400, `${retirado}: not supported`);
  const lido = pedidoSchema.safeParse(corpo);
  if (!lido.success) {
    const falha = lido.error.issues[0];
    return recusar(400, `${falha?.path.join('.') ?? 'body'}: ${falha?.message ?? 'invalid'}`);
  }
  const pedido = lido.data;
  if (!modeloExiste(pedido.model)) return recusar(404, `model: ${pedido.model}`);
  const falta = faltaNoPedido(pedido);
  return falta === null ? { tipo: 'valido', pedido } : recusar(400, falta);
}

/** The SDK sends its key as a bearer token; any will do here. */
export const temChave = (authorization: string | undefined): boolean =>
  /^Bearer \S+/.test(authorization ?? '');

/** Is it a model that the API still serves? */
export const modeloExiste = (modelo: string): boolean => familiasVivas.test(modelo);

function faltaNoPedido(pedido: PedidoAnthropic): string | null {
  if (pedido.stream) return 'stream: not supported by the simulador';
  if (pedido.messages[0]?.role === 'assistant') return 'messages: first message must be user';
  if (pedido.messages.at(-1)?.role === 'assistant') {
    return 'messages: assistant prefill is not supported, the last message must be user';
  }
  const forcada = pedido.tool_choice?.type === 'any' || pedido.tool_choice?.type === 'tool';
  if (forcada && recusaFerramentaForcada.test(pedido.model)) {
    return 'tool_choice: forced tool use is not supported with thinking';
  }
  const blocos = [...pedido.system, ...pedido.messages.flatMap((m) => m.content)];
  if (blocos.some((b) => b.type === 'text' && (b.text ?? '').trim() === '')) {
    return 'messages: text content blocks must be non-empty';
  }
  const pontos = [...pedido.tools, ...blocos].filter((b) => b.cache_control).length;
  if (pontos > maximoDePontosDeCache) {
    return `cache_control: at most ${maximoDePontosDeCache} blocks, found ${pontos}`;
  }
  const alterado = blocos.some(
    (b) => b.type === 'thinking' && b.signature !== assinaturaDePensamento,
  );
  if (alterado) return 'messages: thinking blocks cannot be modified';
  return resultadosSoltos(pedido.messages);
}

/** Every tool_use needs its tool_result in the next user message, all together, and none may come from nowhere. */
function resultadosSoltos(mensagens: readonly MensagemDoPedido[]): string | null {
  for (const [indice, mensagem] of mensagens.entries()) {
    if (mensagem.content.length === 0) return `messages.${indice}: content must not be empty`;
    const pedidos = ids(mensagem, 'tool_use');
    const seguinte = mensagens[indice + 1];
    const respostas = seguinte ? ids(seguinte, 'tool_result') : [];
    const faltando = pedidos.filter((id) => !respostas.includes(id));
    if (faltando.length > 0) {
      return `messages.${indice}: tool_use ids were found without tool_result blocks immediately after: ${faltando.join(', ')}`;
    }
    const anteriores = ids(mensagens[indice - 1], 'tool_use');
    const soltos = ids(mensagem, 'tool_result').filter((id) => !anteriores.includes(id));
    if (soltos.length > 0) {
      return `messages.${indice}: unexpected tool_use_id found in tool_result blocks: ${soltos.join(', ')}`;
    }
  }
  return null;
}

function ids(mensagem: MensagemDoPedido | undefined, tipo: 'tool_use' | 'tool_result'): string[] {
  const blocos = mensagem?.content ?? [];
  return blocos
    .filter((b) => b.type === tipo)
    .map((b) => (tipo === 'tool_use' ? b.id : b.tool_use_id) ?? '');
}
