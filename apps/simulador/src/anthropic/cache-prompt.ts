import { createHash } from 'node:crypto';
import type { PedidoAnthropic } from './pedido.ts';

export interface Uso {
  readonly entrada: number;
  readonly cacheEscrita: number;
  readonly cacheLeitura: number;
  readonly saida: number;
}

const validadeMs = 5 * 60_000;
/** Shorter prefixes are silently not cached. */
const minimoDeTokens = (modelo: string): number =>
  modelo.startsWith('claude-haiku-5-5')
    ? 512
    : modelo.startsWith('claude-haiku-4-5')
      ? 4_096
      : 1_024;
/** About four characters a token is good enough for counters that only have to move plausibly. */
const tokens = (texto: string): number => Math.ceil(texto.length / 4);

interface Segmento {
  readonly texto: string;
  readonly ponto: boolean;
}

/** Counters of prompt caching: prefixes up to each breakpoint, in the order tools, system, messages. */
export class CachePrompt {
  private readonly validades = new Map<string, number>();
  private readonly agora: () => Date;

  constructor(agora: () => Date) {
    this.agora = agora;
  }

  contar(pedido: PedidoAnthropic, saida: unknown): Uso {
    const agora = this.agora().getTime();
    const hash = createHash('sha256').update(pedido.model);
    let acumulado = 0;
    let leitura = 0;
    let limite = 0;
    const novos: string[] = [];
    for (const { texto, ponto } of segmentos(pedido)) {
      hash.update(texto);
      acumulado += tokens(texto);
      if (!ponto || acumulado < minimoDeTokens(pedido.model)) continue;
      const chave = hash.copy().digest('hex');
      limite = acumulado;
      if ((this.validades.get(chave) ?? 0) > agora) leitura = acumulado;
      novos.push(chave);
    }
    for (const chave of novos) this.validades.set(chave, agora + validadeMs);
    return {
      entrada: acumulado - limite,
      cacheEscrita: limite - leitura,
      cacheLeitura: leitura,
      saida: tokens(JSON.stringify(saida)),
    };
  }

  zerar(): void {
    this.validades.clear();
  }
}

function segmentos(pedido: PedidoAnthropic): Segmento[] {
  const blocos = [
    ...pedido.tools,
    ...pedido.system,
    ...pedido.messages.flatMap((mensagem) => mensagem.content),
  ];
  const ultimo = blocos.length - 1;
  return blocos.map(({ cache_control, ...resto }, indice) => ({
    texto: JSON.stringify(resto),
    // A top-level breakpoint is placed on the last block.
    ponto: Boolean(cache_control) || (indice === ultimo && Boolean(pedido.cache_control)),
  }));
}
