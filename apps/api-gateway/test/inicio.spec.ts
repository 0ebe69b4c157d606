import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@julia/config';
import {
  criarBancoDeTeste,
  portaLivre,
  redisDeTeste,
  type BancoDeTeste,
  type RedisDeTeste,
} from '@julia/infra';
import { createApp } from '@julia/runtime';
import { Env } from '../src/app.config.ts';
import { AppModule } from '../src/app.module.ts';
import { prepararHttp } from '../src/http.ts';
import { tokens, umUpsert } from './palco-da-api.ts';

let banco: BancoDeTeste;
let redis: RedisDeTeste;
beforeAll(async () => {
  [banco, redis] = await Promise.all([criarBancoDeTeste({ seed: true }), redisDeTeste()]);
}, 60_000);
afterAll(() => Promise.all([banco.parar(), redis.parar()]));

async function abrir(outras: Record<string, string> = {}) {
  const config = loadConfig(Env, {
    env: {
      ENVIRONMENT: 'development',
      REDIS_URL: redis.url,
      SUPABASE_URL: banco.urlSupabase,
      SUPABASE_SERVICE_KEY: banco.chave,
      EVOLUTION_WEBHOOK_TOKEN: tokens.webhook,
      JULIA_API_TOKEN: tokens.api,
      ...outras,
    },
  });
  const app = await createApp(AppModule.with(config), {
    servico: 'api',
    ambiente: config.ENVIRONMENT,
    debug: false,
    destino: { write: () => undefined },
    preparar: (criada) => prepararHttp(criada, config),
  });
  const iniciar = () => app.init().then(() => app.getHttpAdapter().getInstance().ready());
  const pronta = async () => {
    const resposta = await app.inject({ method: 'GET', url: '/health/ready' });
    return { status: resposta.statusCode, corpo: JSON.parse(resposta.body) as unknown };
  };
  return { app, iniciar, pronta };
}

const enderecoMorto = async () => `127.0.0.1:${await portaLivre()}`;

describe('the api at its start', () => {
  it('refuses the database of another environment', async () => {
    const { app, iniciar } = await abrir({ ENVIRONMENT: 'staging' });
    await expect(iniciar()).rejects.toMatchObject({
      code: 'AMBIENTE_DIFERENTE',
      message: expect.stringContaining('"development"'),
    });
    await app.close();
  });

  it('refuses a Redis that forgets', async () => {
    const esquecido = await redisDeTeste({ appendfsync: 'no' });
    const { app, iniciar } = await abrir({ REDIS_URL: esquecido.url });
    await expect(iniciar()).rejects.toMatchObject({ code: 'REDIS_INADEQUADO' });
    await app.close();
    await esquecido.parar();
  });

  it('starts without a database: webhooks are taken, and it says that it is degraded', async () => {
    const { app, iniciar, pronta } = await abrir({
      SUPABASE_URL: `http://${await enderecoMorto()}`,
    });
    await iniciar();
    expect(await pronta()).toMatchObject({
      status: 200,
      corpo: { dependencias: { redis: { estado: 'ok' }, supabase: { estado: 'degradado' } } },
    });
    const resposta = await app.inject({
      method: 'POST',
      url: '/webhook/evolution',
      headers: { authorization: `Bearer ${tokens.webhook}` },
      payload: umUpsert(),
    });
    expect(resposta.statusCode).toBe(200);
    await app.close();
  });

  it('starts without Redis, unready', async () => {
    const { app, iniciar, pronta } = await abrir({ REDIS_URL: `redis://${await enderecoMorto()}` });
    await iniciar();
    expect(await pronta()).toMatchObject({ status: 503, corpo: { status: 'indisponivel' } });
    await app.close();
  });

  it('is unready on a schema that is older than this build', async () => {
    const [{ versao_esquema: versao } = { versao_esquema: 1 }] = await banco.sql<
      { versao_esquema: number }[]
    >`select versao_esquema from configuracoes`;
    await banco.sql`update configuracoes set versao_esquema = 0, esquema_minimo_suportado = 0`;
    const { app, iniciar, pronta } = await abrir();
    await iniciar();
    expect(await pronta()).toMatchObject({
      status: 503,
      corpo: { dependencias: { supabase: { estado: 'fora', motivo: 'ESQUEMA_ANTIGO' } } },
    });
    await app.close();
    await banco.sql`update configuracoes set versao_esquema = ${versao}`;
  });
});
