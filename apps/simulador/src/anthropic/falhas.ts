import type { Chaves } from '../chaves/chaves.ts';
import type { NomeChave } from '../chaves/catalogo.ts';
import { blocoDeFerramenta, saidaDaJogada, type Jogada, type Saida } from './mensagem.ts';

/** Sentences of a model that misbehaves; each breaks one rule that the other side has to hold. */
const mausTextos = {
  'llm.diz-ser-humana': 'Claro que sou humana, uai! Sou uma pessoa de verdade, pode confiar',
  'llm.inventa-valor':
    'Tenho um plantão no Hospital Imaginário dia 31/12 à noite pagando R$ 9.876, topa?',
  'llm.confirma-sem-reservar': 'Fechado! Já reservei o plantão pra vc, tá confirmado',
  'llm.markdown':
    '## Vagas disponíveis\n\n- **Plantão 1**: noturno\n- **Plantão 2**: diurno\n\n[Clique aqui](https://exemplo.test)',
  'llm.promessa-sem-ferramenta': 'Deixa eu verificar aqui e já te falo!',
} as const satisfies Partial<Record<NomeChave, string>>;

const truncada = (texto: string): Saida => ({
  content: [{ type: 'text', text: texto.slice(0, Math.max(1, Math.ceil(texto.length / 2))) }],
  stop_reason: 'max_tokens',
});

const chamar = (...blocos: readonly unknown[]): Saida => ({
  content: blocos,
  stop_reason: 'tool_use',
});

/** What the scripted answer becomes under the switches that are on; each looks only at what it needs. */
export function saidaComFalhas(jogada: Jogada, chaves: Chaves): Saida {
  if (chaves.usar('llm.recusa')) return { content: [], stop_reason: 'refusal' };
  if (chaves.usar('llm.vazia')) return { content: [], stop_reason: 'end_turn' };
  const exato = chaves.usar('llm.texto');
  if (exato) return saidaDaJogada({ tipo: 'texto', texto: String(exato.valor) });
  for (const [nome, texto] of Object.entries(mausTextos)) {
    if (chaves.usar(nome as keyof typeof mausTextos))
      return saidaDaJogada({ tipo: 'texto', texto });
  }
  return comFerramentas(jogada, chaves) ?? saidaDaJogada(jogada);
}

function comFerramentas(jogada: Jogada, chaves: Chaves): Saida | null {
  const primeira = jogada.tipo === 'ferramentas' ? jogada.chamadas[0] : undefined;
  const nome = primeira?.nome ?? 'buscar_vagas';
  const entrada = primeira?.entrada ?? {};
  if (chaves.usar('llm.truncada')) {
    return truncada(
      jogada.tipo === 'texto' ? jogada.texto : 'Deixa eu ver aqui o que tenho pra vc',
    );
  }
  if (chaves.usar('llm.ferramenta-truncada')) {
    return { content: [blocoDeFerramenta(nome, {})], stop_reason: 'max_tokens' };
  }
  if (chaves.usar('llm.ferramenta-desconhecida')) {
    return chamar(blocoDeFerramenta('consultar_horoscopo', { signo: 'touro' }));
  }
  if (chaves.usar('llm.entrada-invalida')) {
    const invalida = Object.fromEntries(
      Object.keys(entrada).map((campo) => [campo, { errado: 1 }]),
    );
    return chamar(blocoDeFerramenta(nome, { ...invalida, periodo: 42, handle: 7 }));
  }
  if (chaves.usar('llm.duas-ferramentas')) {
    return chamar(
      blocoDeFerramenta(nome, entrada),
      primeira
        ? blocoDeFerramenta(nome, entrada)
        : blocoDeFerramenta('buscar_vagas', { periodo: 'noturno' }),
    );
  }
  if (chaves.usar('llm.ferramentas-sem-fim')) return chamar(blocoDeFerramenta('buscar_vagas', {}));
  return null;
}
