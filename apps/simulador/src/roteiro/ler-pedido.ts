import type { Bloco, MensagemDoPedido, PedidoAnthropic } from '../anthropic/pedido.ts';
import { momentoLocal, type MomentoLocal } from './calendario.ts';

interface Fala {
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
  const falas = pedido.messages.map((m) => falasDe(m, comMarcas));
  const ultima = falas.findLastIndex((ditas) => ditas.some((f) => f.de === 'medico'));
  const ditas = falas.slice(0, ultima + 1).flat();
  return {
    agora: momentoNoTexto(tudo) ?? momentoLocal(relogio),
    fala: ditas.at(-1)?.texto ?? '',
    historico: ditas.slice(0, -1),
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

/** Several things the doctor said may share one message; what the system says in between is nobody's. */
function falasDe(mensagem: MensagemDoPedido, comMarcas: boolean): Fala[] {
  const texto = textoDe(mensagem.content).trim();
  if (texto === '' || mensagem.role === 'system') return [];
  if (mensagem.role === 'assistant') {
    // Words beside a tool call are thinking aloud: the doctor never read them.
    const pensando = mensagem.content.some((b) => b.type === 'tool_use');
    return pensando ? [] : [{ de: 'julia', texto }];
  }
  if (!comMarcas) return [{ de: 'medico', texto }];
  return [...texto.matchAll(marcaDoMedico)].map(([, , dentro]) => ({
    de: 'medico',
    texto: (dentro ?? '').trim(),
  }));
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

/** The moment the call says it is: `Agora: domingo, 22/11/2026, 10h05`, else the first one written anywhere. */
function momentoNoTexto(texto: string): MomentoLocal | null {
  const rotulado = /\bagora\b[^\n]*/i.exec(texto)?.[0];
  return (rotulado === undefined ? null : momentoEm(rotulado)) ?? momentoEm(texto);
}

function momentoEm(texto: string): MomentoLocal | null {
  const iso = /\b(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?(?:\.\d+)?(Z)?/.exec(texto);
  if (iso?.[4]) return momentoLocal(new Date(iso[0]));
  if (iso) return { dia: iso[1] ?? '', minuto: Number(iso[2]) * 60 + Number(iso[3]) };
  const br = /\b(\d{2})\/(\d{2})\/(\d{4})\D{1,20}?(\d{1,2})(?::|h)(\d{2})?/.exec(texto);
  if (!br) return null;
  return { dia: `${br[3]}-${br[2]}-${br[1]}`, minuto: Number(br[4]) * 60 + Number(br[5] ?? 0) };
}
