import type { Bloco, MensagemDoPedido, PedidoAnthropic } from '../anthropic/pedido.ts';
import { momentoLocal, type MomentoLocal } from './calendario.ts';

export interface Fala {
  readonly de: 'medico' | 'julia';
  readonly texto: string;
}

export interface ResultadoDeFerramenta {
  readonly ferramenta: string;
  readonly entrada: Readonly<Record<string, unknown>>;
  /** Parsed when it is JSON, the text otherwise. */
  readonly saida: unknown;
}

/** All the script knows: it keeps nothing between two calls. */
export interface Situacao {
  readonly agora: MomentoLocal;
  /** What the doctor said and nobody answered yet. */
  readonly fala: string;
  /** What was said before, oldest first. */
  readonly historico: readonly Fala[];
  /** Tools run since the doctor spoke, in order. */
  readonly resultados: readonly ResultadoDeFerramenta[];
  /** Instructions and context given with the call. */
  readonly contexto: string;
  readonly ferramentas: ReadonlySet<string>;
}

/** Doctors' words come between tags, so that they are never mistaken for instructions. */
const marcaDoMedico =
  /<(mensage[mn]s?[\w-]*|medico[\w-]*|fala[\w-]*)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/gi;

export function lerPedido(pedido: PedidoAnthropic, relogio: Date): Situacao {
  const sistema = textoDe(pedido.system);
  const tudo = [sistema, ...pedido.messages.map((m) => textoDe(m.content))].join('\n');
  const comMarcas = pedido.messages.some((m) => m.role === 'user' && temMarca(textoDe(m.content)));
  const falas = pedido.messages.map((m) => falaDe(m, comMarcas));
  const ultima = falas.findLastIndex((f) => f?.de === 'medico');
  return {
    agora: momentoNoTexto(tudo) ?? momentoLocal(relogio),
    fala: falas[ultima]?.texto ?? '',
    historico: falas.slice(0, Math.max(0, ultima)).flatMap((f) => f ?? []),
    resultados: resultadosDe(pedido.messages.slice(ultima + 1)),
    contexto: sistema,
    ferramentas: new Set(pedido.tools.map((f) => f.name)),
  };
}

function textoDe(blocos: readonly Bloco[]): string {
  return blocos.flatMap((b) => (b.type === 'text' ? (b.text ?? '') : [])).join('\n');
}

function temMarca(texto: string): boolean {
  return texto.search(marcaDoMedico) !== -1;
}

function falaDe(mensagem: MensagemDoPedido, comMarcas: boolean): Fala | null {
  const texto = textoDe(mensagem.content).trim();
  if (texto === '' || mensagem.role === 'system') return null;
  if (mensagem.role === 'assistant') {
    // Words beside a tool call are thinking aloud: the doctor never read them.
    const pensando = mensagem.content.some((b) => b.type === 'tool_use');
    return pensando ? null : { de: 'julia', texto };
  }
  if (!comMarcas) return { de: 'medico', texto };
  const ditas = [...texto.matchAll(marcaDoMedico)].map(([, , dentro]) => (dentro ?? '').trim());
  return ditas.length > 0 ? { de: 'medico', texto: ditas.join('\n') } : null;
}

function resultadosDe(mensagens: readonly MensagemDoPedido[]): ResultadoDeFerramenta[] {
  const blocos = mensagens.flatMap((m) => m.content);
  const pedidas = new Map(blocos.filter((b) => b.type === 'tool_use').map((b) => [b.id, b]));
  return blocos
    .filter((b) => b.type === 'tool_result')
    .map((b) => {
      const pedida = pedidas.get(b.tool_use_id);
      return {
        ferramenta: pedida?.name ?? '',
        entrada: (pedida?.input ?? {}) as Record<string, unknown>,
        saida: interpretar(b.content),
      };
    });
}

function interpretar(conteudo: unknown): unknown {
  const texto = Array.isArray(conteudo) ? textoDe(conteudo as Bloco[]) : conteudo;
  if (typeof texto !== 'string') return texto ?? '';
  try {
    return JSON.parse(texto);
  } catch {
    return texto;
  }
}

/** The first moment written in the call's texts: `2026-11-22T10:05` or `22/11/2026 … 10:05`. */
function momentoNoTexto(texto: string): MomentoLocal | null {
  const iso = /\b(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?(?:\.\d+)?(Z)?/.exec(texto);
  const br = /\b(\d{2})\/(\d{2})\/(\d{4})\D{0,20}?(\d{1,2})(?::|h)(\d{2})/.exec(texto);
  if (iso && (!br || iso.index < br.index)) {
    if (iso[4]) return momentoLocal(new Date(iso[0]));
    return { dia: iso[1] ?? '', minuto: Number(iso[2]) * 60 + Number(iso[3]) };
  }
  if (!br) return null;
  return { dia: `${br[3]}-${br[2]}-${br[1]}`, minuto: Number(br[4]) * 60 + Number(br[5]) };
}
