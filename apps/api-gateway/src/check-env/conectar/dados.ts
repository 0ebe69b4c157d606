import { enderecoDoRedis, migracaoEnv, redisEnv, runtimeEnv, supabaseEnv } from '@julia/config';
import { AppError } from '@julia/domain';
import { MigracaoError, testarConexao } from '@julia/migracoes';
import { verificarRedis } from '@julia/queue';
import { conferirPelaApi } from '../../migrar/migrar.ts';
import { avisar, bem, mal, sondar, type Conexao, type Env } from './sonda.ts';

const { ENVIRONMENT } = runtimeEnv(8000);

export function sondarSupabase(env: Env): Promise<Conexao> {
  return sondar('Supabase', env, { ...supabaseEnv, ENVIRONMENT }, async (config) => {
    const linhas: string[] = [];
    const saida = await conferirPelaApi(config, (linha) => void linhas.push(linha));
    return { estado: saida === 0 ? 'ok' : 'erro', linhas };
  });
}

export function sondarEnderecoDeMigracao(env: Env): Promise<Conexao> {
  return sondar(
    'Postgres (SUPABASE_DB_URL)',
    env,
    migracaoEnv,
    async ({ SUPABASE_DB_URL: url }) => {
      if (url === undefined) {
        return { estado: 'pulado', linhas: ['em branco: as migrações são só conferidas'] };
      }
      try {
        await testarConexao(url);
        return bem('aceitou a conexão');
      } catch (erro) {
        if (erro instanceof MigracaoError) return mal(erro.message);
        throw erro;
      }
    },
  );
}

export function sondarRedis(env: Env): Promise<Conexao> {
  return sondar('Redis', env, redisEnv, async (config) => {
    try {
      const { versao, avisos } = await verificarRedis(enderecoDoRedis(config));
      return avisos.length > 0 ? avisar(...avisos) : bem(`versão ${versao}, AOF e noeviction`);
    } catch (erro) {
      return mal(...AppError.from(erro).message.split('\n'));
    }
  });
}
