import type { Achado } from './achado.ts';
import type { LinhaDoEnv } from './ler-texto.ts';

/** Read by Docker, Compose and Node themselves. */
const deTerceiros =
  /^(COMPOSE_[A-Z_]+|DOCKER_[A-Z_]+|BUILDKIT_[A-Z_]+|BUILDX_[A-Z_]+|NODE_[A-Z_]+|TZ|PATH|(HTTPS?|NO|ALL)_PROXY)$/i;

/** Changes of one character that turn one name into the other. */
function distancia(a: string, b: string): number {
  let anterior = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const atual = [i];
    for (let j = 1; j <= b.length; j++) {
      const troca = (anterior[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      atual.push(Math.min(troca, (anterior[j] ?? 0) + 1, (atual[j - 1] ?? 0) + 1));
    }
    anterior = atual;
  }
  return anterior[b.length] ?? 0;
}

/** Other words people use for the same thing. */
const apelidos: Readonly<Record<string, string>> = {
  SUPABASE_KEY: 'SUPABASE_SERVICE_KEY',
  SUPABASE_ANON_KEY: 'SUPABASE_SERVICE_KEY',
  SUPABASE_SERVICE_ROLE_KEY: 'SUPABASE_SERVICE_KEY',
  SUPABASE_SECRET_KEY: 'SUPABASE_SERVICE_KEY',
  DATABASE_URL: 'SUPABASE_DB_URL',
  CLAUDE_API_KEY: 'ANTHROPIC_API_KEY',
  AUTHENTICATION_API_KEY: 'EVOLUTION_API_KEY',
  EVOLUTION_URL: 'EVOLUTION_API_URL',
  EVOLUTION_KEY: 'EVOLUTION_API_KEY',
  EVOLUTION_INSTANCE_NAME: 'EVOLUTION_INSTANCE',
  NODE_ENV: 'ENVIRONMENT',
  SECRET_KEY_BASE: 'CHATWOOT_SECRET_KEY_BASE',
  SLACK_WEBHOOK: 'SLACK_WEBHOOK_URL',
  API_TOKEN: 'JULIA_API_TOKEN',
  JOBS_TOKEN: 'JULIA_JOBS_TOKEN',
  WEBHOOK_TOKEN: 'EVOLUTION_WEBHOOK_TOKEN',
};

function maisParecido(nome: string, conhecidos: readonly string[]): string | undefined {
  const maiusculo = nome.toUpperCase().replaceAll(/[.-]/g, '_');
  const apelido = apelidos[maiusculo];
  if (apelido !== undefined) return apelido;
  const ordenados = conhecidos
    .map((conhecido) => ({ conhecido, longe: distancia(maiusculo, conhecido) }))
    .sort((a, b) => a.longe - b.longe);
  const [melhor] = ordenados;
  return melhor && melhor.longe <= Math.min(3, nome.length / 3) ? melhor.conhecido : undefined;
}

/** Names nobody reads. One that resembles a known name is an error: its value is meant and missing elsewhere. */
export function conferirNomes(
  linhas: readonly LinhaDoEnv[],
  conhecidos: readonly string[],
): Achado[] {
  const todos = new Set(conhecidos.flatMap((nome) => [nome, `${nome}_FILE`]));
  return linhas.flatMap(({ nome, linha }): Achado[] => {
    if (todos.has(nome)) return [];
    const parecido = maisParecido(nome, conhecidos);
    if (parecido === undefined && deTerceiros.test(nome)) return [];
    const problema = parecido
      ? `nome desconhecido: você quis dizer ${parecido}?`
      : 'nome desconhecido: ninguém lê esta variável';
    const nivel = parecido ? 'erro' : 'aviso';
    return [{ grupos: ['arquivo .env'], variavel: nome, linha, nivel, problema }];
  });
}
