import { must } from '../command.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';

export interface ServicoRenderizado {
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly ports?: readonly { host_ip?: string; published?: string; target: number }[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly profiles?: readonly string[];
}

export interface Renderizado {
  readonly services: Readonly<Record<string, ServicoRenderizado>>;
  readonly networks: Readonly<Record<string, { name: string; internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, { name: string }>>;
}

/** What Compose makes of the files with a plain copy of `.env.example`, as right after `cp .env.example .env`. */
export async function renderizarExemplo(
  projeto: ProjetoCompose,
  variaveis: Readonly<Record<string, string>> = {},
): Promise<Renderizado> {
  const texto = await must(
    'docker',
    ['compose', '--env-file', '.env.example', 'config', '--format', 'json'],
    { env: { ...projeto.env, ...variaveis }, cwd: projeto.pasta },
  );
  return JSON.parse(texto) as Renderizado;
}
