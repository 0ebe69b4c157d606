import { servicos, type Variaveis } from '../stack/ambiente.ts';
import type { Opcoes } from './opcoes.ts';
import type { Vizinho } from './vizinhos.ts';

type Linha = readonly [nome: string, endereco: string, nota: string];

/** What runs where, what it is, and how to get in. */
export function tabela(
  opcoes: Opcoes,
  ambiente: Variaveis,
  { redis, supabase }: Readonly<Record<'redis' | 'supabase', Vizinho>>,
): string {
  const { portas, real } = opcoes;
  const modelo = ambiente['ANTHROPIC_BASE_URL'] ? 'simulado' : 'Anthropic de verdade';
  const celular: Linha = [
    'Celular de teste',
    `http://localhost:${portas.simulador}`,
    'escreva como um médico',
  ];
  const linhas: readonly Linha[] = [
    ...(real ? [] : [celular]),
    ...linhasDosServicos(opcoes, ambiente),
    ['Supabase', supabase.url, supabase.descricao],
    ['Redis', semSenha(redis.url), redis.descricao],
    ['WhatsApp', ambiente['EVOLUTION_API_URL'] ?? '', real ? 'DE VERDADE' : 'simulado'],
    ['Modelo', ambiente['ANTHROPIC_BASE_URL'] ?? 'api.anthropic.com', modelo],
  ];
  const larguras = [0, 1].map((i) => Math.max(...linhas.map((linha) => (linha[i] ?? '').length)));
  const texto = linhas.map(([nome, endereco, nota]) =>
    `  ${nome.padEnd(larguras[0] ?? 0)}  ${endereco.padEnd(larguras[1] ?? 0)}  ${nota}`.trimEnd(),
  );
  return `\n${texto.join('\n')}\n`;
}

function linhasDosServicos({ portas, real, sem }: Opcoes, ambiente: Variaveis): Linha[] {
  const caminhos = { api: '', worker: '/metrics', scheduler: '/health' };
  const notas = {
    api: real ? '' : `token ${ambiente['JULIA_API_TOKEN'] ?? ''}`,
    worker: '',
    scheduler: '',
  };
  return servicos.map(({ nome, projeto, porta }) => [
    nome,
    `http://localhost:${portas[porta]}${caminhos[nome]}`,
    sem.includes(nome) ? `por sua conta: npx nx serve ${projeto}` : notas[nome],
  ]);
}

function semSenha(endereco: string): string {
  const url = new URL(endereco);
  if (url.password) url.password = '***';
  return url.href;
}
