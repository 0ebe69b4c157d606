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

/** 0 nothing to do, 1 something must be corrected, 2 only warnings. */
export function codigoDeSaida(resultado: Resultado): 0 | 1 | 2 {
  const { erros, avisos } = contar(resultado);
  if (erros > 0) return 1;
  return avisos > 0 ? 2 : 0;
}

export function emJson(resultado: Resultado): string {
  const situacao = (['ok', 'erros', 'avisos'] as const)[codigoDeSaida(resultado)];
  return JSON.stringify({ resultado: situacao, ...contar(resultado), ...resultado });
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
