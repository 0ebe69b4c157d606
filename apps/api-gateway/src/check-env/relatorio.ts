import type { Achado } from '@julia/config';
import type { Conexao } from './conectar/sonda.ts';

export interface Resultado {
  readonly achados: readonly Achado[];
  /** Null when nobody was asked. */
  readonly conexoes: readonly Conexao[] | null;
}

function contar({ achados, conexoes }: Resultado): { erros: number; avisos: number } {
  const niveis = [
    ...achados.map(({ nivel }) => nivel),
    ...(conexoes ?? []).map(({ estado }) => estado),
  ];
  return {
    erros: niveis.filter((nivel) => nivel === 'erro').length,
    avisos: niveis.filter((nivel) => nivel === 'aviso').length,
  };
}

/** 1 when something must be corrected; warnings do not count. */
export function codigoDeSaida(resultado: Resultado): 0 | 1 {
  return contar(resultado).erros > 0 ? 1 : 0;
}

export function emJson(resultado: Resultado): string {
  const { erros, avisos } = contar(resultado);
  const situacao = erros > 0 ? 'erros' : avisos > 0 ? 'avisos' : 'ok';
  return JSON.stringify({ resultado: situacao, erros, avisos, ...resultado });
}

const marcas = { ok: '✓', aviso: '!', erro: '✗', pulado: '-' } as const;

export function emTexto(resultado: Resultado): string {
  const { achados, conexoes } = resultado;
  const grupos = new Map<string, Achado[]>();
  for (const achado of achados) {
    const titulo = achado.grupos.join(', ');
    grupos.set(titulo, [...(grupos.get(titulo) ?? []), achado]);
  }
  const linhas = [...grupos].flatMap(([titulo, itens]) => [titulo, ...itens.map(linhaDe), '']);
  if (conexoes) {
    linhas.push('conexões', ...conexoes.map(linhaDaConexao), '');
  }
  const { erros, avisos } = contar(resultado);
  return [...linhas, `${plural(erros, 'erro')}, ${plural(avisos, 'aviso')}.`].join('\n');
}

function linhaDe({ variavel, linha, nivel, problema }: Achado): string {
  const onde = linha === undefined ? '' : ` (linha ${linha})`;
  const nome = variavel === null ? `linha ${linha ?? '?'}` : `${variavel}${onde}`;
  return `  ${marcas[nivel]} ${nome}: ${problema}`;
}

function linhaDaConexao({ servico, estado, linhas }: Conexao): string {
  return `  ${marcas[estado]} ${servico}: ${linhas.join('; ')}`;
}

function plural(quantos: number, nome: string): string {
  return quantos === 1 ? `1 ${nome}` : `${quantos} ${nome}s`;
}
