import { ambienteEmVigor, conferir, lerExemplo } from '@julia/config';
import { sondarEnderecoDeMigracao, sondarRedis, sondarSupabase } from './conectar/dados.ts';
import { sondarChatwoot, sondarSlack } from './conectar/equipe.ts';
import { sondarEvolution } from './conectar/evolution.ts';
import { sondarAnthropic } from './conectar/modelo.ts';
import type { Conexao, Env } from './conectar/sonda.ts';
import type { Resultado } from './relatorio.ts';

export interface Entrada {
  readonly env: Env;
  /** Text of `.env`, when it was given. */
  readonly texto: string | undefined;
  /** Text of `.env.example`: it names every variable that anybody reads. */
  readonly exemplo: string;
  readonly conectar: boolean;
}

export async function checkEnv({ env, texto, exemplo, conectar }: Entrada): Promise<Resultado> {
  const conhecidos = lerExemplo(exemplo).map(({ nome }) => nome);
  const conferencia = { env, texto, conhecidos, agora: new Date() };
  const achados = conferir(conferencia);
  return { achados, conexoes: conectar ? await perguntar(ambienteEmVigor(conferencia)) : null };
}

/** All at once: the slowest decides. */
function perguntar(env: Env): Promise<Conexao[]> {
  return Promise.all([
    sondarSupabase(env),
    sondarEnderecoDeMigracao(env),
    sondarRedis(env),
    sondarEvolution(env),
    sondarAnthropic(env),
    sondarChatwoot(env),
    sondarSlack(env),
  ]);
}
