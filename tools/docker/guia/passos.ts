import type { Variaveis } from '../projeto-arquivos.ts';

/** What the world outside of the guide gives to whoever follows it. */
export interface DoMundo {
  /** For placeholders such as `<endereço do repositório>`. */
  readonly lugares: Variaveis;
  /** For the variables that the guide tells to fill in. */
  readonly variaveis: Variaveis;
}

/** One thing after the other: commands as they are written, or a change in `.env` that a comment between them asks for. */
export type Passo =
  | { readonly tipo: 'comandos'; readonly texto: string; readonly resposta?: string }
  | { readonly tipo: 'preencher'; readonly valores: Variaveis }
  | { readonly tipo: 'acrescentar'; readonly valores: Variaveis };

/** Between the items of these lists. */
const SEPARADORES: Variaveis = { COMPOSE_FILE: ':', COMPOSE_PROFILES: ',' };

/**
 * What a block asks for. A comment of its own line may ask for more than commands: `# preencha NOME, NOME=valor e NOME; …` and
 * `# acrescente <item> a COMPOSE_FILE e <item> a COMPOSE_PROFILES`; a comment behind a command, `# responda sim`, names the
 * answer to its question. A placeholder or a variable that nobody gives is an error.
 */
export function passosDe(comandos: string, mundo: DoMundo): Passo[] {
  const passos: Passo[] = [];
  let linhas: string[] = [];
  const fechar = () => {
    const texto = linhas.join('\n').trim();
    const resposta = /# .*\bresponda (\w+)/.exec(texto)?.[1];
    if (texto) passos.push({ tipo: 'comandos', texto, ...(resposta && { resposta }) });
    linhas = [];
  };
  for (const linha of comandos.split('\n')) {
    const pedido = edicaoDe(linha, mundo.variaveis);
    if (pedido) {
      fechar();
      passos.push(pedido);
    } else linhas.push(semLugares(linha, mundo.lugares));
  }
  fechar();
  return passos;
}

function edicaoDe(linha: string, variaveis: Variaveis): Passo | undefined {
  const [, verbo, resto = ''] = /^# (preencha|acrescente) ([^;]*)/.exec(linha) ?? [];
  const itens = resto.split(/, | e /).map((item) => item.trim());
  if (verbo === 'acrescente')
    return { tipo: 'acrescentar', valores: paresDe(itens.map(acrescimo)) };
  if (verbo !== 'preencha') return undefined;
  return { tipo: 'preencher', valores: paresDe(itens.map((item) => preenchido(item, variaveis))) };
}

type Par = readonly [nome: string, valor: string];
const paresDe = (pares: readonly Par[]): Variaveis => Object.fromEntries(pares);

function preenchido(item: string, variaveis: Variaveis): Par {
  const [, nome = '', , dito] = /^`?([A-Z][A-Z0-9_]*)(=(\S+?))?`?$/.exec(item) ?? [];
  const valor = dito ?? variaveis[nome];
  if (valor === undefined) throw new Error(`não sei o que preencher: "${item}"`);
  return [nome, valor];
}

function acrescimo(item: string): Par {
  const [, valor = '', nome = ''] = /^(\S+) a ([A-Z_]+)$/.exec(item) ?? [];
  if (!(nome in SEPARADORES)) throw new Error(`não sei o que acrescentar: "${item}"`);
  return [nome, valor];
}

function semLugares(linha: string, lugares: Variaveis): string {
  return linha.replaceAll(/<([^\s<>](?:[^<>]*[^\s<>])?)>/g, (lugar, nome: string) => {
    const valor = lugares[nome];
    if (valor === undefined) throw new Error(`não sei o que pôr no lugar de ${lugar}`);
    return valor;
  });
}

/** `valor` as one more item of the list that is there. */
export function acrescentado(nome: string, atual: string, valor: string): string {
  const separador = SEPARADORES[nome] ?? ',';
  return [...atual.split(separador).filter(Boolean), valor].join(separador);
}
