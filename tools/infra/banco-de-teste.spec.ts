import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { criarBancoDeTeste } from './banco-de-teste.ts';
import type { BancoDeTeste } from './banco-de-teste.ts';
import { redisDeTeste } from './redis-de-teste.ts';

const MIGRACAO = `
  create table public.itens (id bigint generated always as identity primary key, nome text not null);
  alter table public.itens enable row level security;
  grant select, insert on public.itens to service_role;
`;

async function dirComMigracoes(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'julia-migracoes-'));
  await mkdir(join(dir, 'migrations'));
  await writeFile(join(dir, 'migrations', '0001_itens.sql'), MIGRACAO);
  await writeFile(join(dir, 'seed.sql'), `insert into public.itens (nome) values ('semente');`);
  return dir;
}

function nomes(banco: BancoDeTeste): Promise<{ nome: string }[]> {
  return fetch(`${banco.urlSupabase}/rest/v1/itens?select=nome`, {
    headers: { apikey: banco.chave },
  }).then((r) => r.json() as Promise<{ nome: string }[]>);
}

describe('criarBancoDeTeste', () => {
  let dir: string;
  const abertos: BancoDeTeste[] = [];

  beforeAll(async () => {
    dir = await dirComMigracoes();
  });
  afterAll(async () => {
    await Promise.all(abertos.map((banco) => banco.parar()));
    await rm(dir, { recursive: true });
  });

  it('gives each caller a database of its own, seeded only when asked', async () => {
    const [um, outro, semeado] = await Promise.all([
      criarBancoDeTeste({ dir }),
      criarBancoDeTeste({ dir }),
      criarBancoDeTeste({ dir, seed: true }),
    ]);
    abertos.push(um, outro, semeado);
    await um.sql`insert into itens (nome) values ('só aqui')`;
    expect(await nomes(um)).toEqual([{ nome: 'só aqui' }]);
    expect(await nomes(outro)).toEqual([]);
    expect(await nomes(semeado)).toEqual([{ nome: 'semente' }]);
  });

  it('drops the database when it is stopped', async () => {
    const banco = await criarBancoDeTeste({ dir });
    const nome = new URL(banco.urlPostgres).pathname.slice(1);
    await banco.parar();
    const outro = await criarBancoDeTeste({ dir });
    abertos.push(outro);
    const restos = await outro.sql`select 1 from pg_database where datname = ${nome}`;
    expect(restos).toHaveLength(0);
  });
});

describe('redisDeTeste', () => {
  it('keeps what was acknowledged through a kill', async () => {
    const redis = await redisDeTeste();
    try {
      await redis.matar();
      await redis.reiniciar();
      expect(redis.url).toBe(`redis://127.0.0.1:${redis.porta}`);
    } finally {
      await redis.parar();
    }
  });
});
