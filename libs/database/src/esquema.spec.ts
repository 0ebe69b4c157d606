import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aplicarMigracoes } from '@julia/infra';
import postgres from 'postgres';
import { gerarTipos } from '../generate-types.ts';
import { criarCenario, novoTelefone, type Cenario } from '../test/cenario.ts';

describe('the schema', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  it('is what the generated types say', async () => {
    const arquivo = new URL('./types.gen.ts', import.meta.url);
    expect(await readFile(arquivo, 'utf8')).toBe(await gerarTipos(c.banco.sql));
  });

  it('has row-level security on every table, and no policy', async () => {
    const abertas = await c.banco.sql`
      select relname from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relrowsecurity`;
    expect([...abertas]).toEqual([]);
    expect([...(await c.banco.sql`select * from pg_policies where schemaname = 'public'`)]).toEqual(
      [],
    );
  });

  it('gives anon and authenticated nothing, and service_role everything it needs', async () => {
    // A database of its own: the embedded edition grants tables to all roles when it starts, as hosted Supabase does.
    const nome = `permissoes_${randomUUID().replaceAll('-', '')}`;
    const url = new URL(c.banco.urlPostgres);
    url.pathname = `/${nome}`;
    await c.banco.sql.unsafe(`create database ${nome}`);
    await aplicarMigracoes(url.href);
    const sql = postgres(url.href, { max: 1 });
    try {
      const tabelas = await sql`
        select relname from pg_class, unnest(array['anon', 'authenticated']) as papel
        where relkind in ('r', 'S') and relnamespace = 'public'::regnamespace
          and has_table_privilege(papel, oid, 'select, insert, update, delete')`;
      expect([...tabelas]).toEqual([]);
      const funcoes = await sql`
        select proname from pg_proc, unnest(array['anon', 'authenticated']) as papel
        where pronamespace in ('public'::regnamespace, 'interno'::regnamespace)
          and has_function_privilege(papel, oid, 'execute')`;
      expect([...funcoes]).toEqual([]);
      const faltam = await sql`
        select proname from pg_proc
        where pronamespace in ('public'::regnamespace, 'interno'::regnamespace)
          and not has_function_privilege('service_role', oid, 'execute')`;
      expect([...faltam]).toEqual([]);
    } finally {
      await sql.end();
      await c.banco.sql.unsafe(`drop database ${nome} with (force)`);
    }
  });

  it('pins the search path of every function', async () => {
    const soltas = await c.banco.sql`
      select proname from pg_proc
      where pronamespace in ('public'::regnamespace, 'interno'::regnamespace)
        and not coalesce(array_to_string(proconfig, ','), '') like '%search_path=%'`;
    expect([...soltas]).toEqual([]);
  });

  it('refuses every key but the secret one', async () => {
    const chamar = (apikey: string) =>
      fetch(`${c.banco.urlSupabase}/rest/v1/rpc/configuracoes_ler`, {
        method: 'POST',
        headers: { apikey, 'content-type': 'application/json' },
        body: '{}',
      });
    expect((await chamar(c.banco.chave)).status).toBe(200);
    expect((await chamar('sb_publishable_julia_desenvolvimento_local')).status).toBe(401);
    expect((await chamar('nada')).status).toBe(401);
  });

  describe('of outgoing messages', () => {
    const estados = [
      'pendente',
      'enviando',
      'incerta',
      'enviada',
      'entregue',
      'lida',
      'cancelada',
      'bloqueada',
      'expirada',
      'falhou',
    ];
    const legais: Record<string, readonly string[]> = {
      pendente: ['enviando', 'cancelada', 'bloqueada', 'expirada'],
      enviando: ['enviada', 'pendente', 'falhou', 'incerta'],
      incerta: ['enviada', 'pendente', 'falhou'],
      enviada: ['entregue', 'lida', 'falhou'],
      entregue: ['lida'],
    };

    it('allows the moves of DOMAIN §7 and no other', async () => {
      const linhas = await c.banco.sql<{ de: string; para: string }[]>`
        select de, para from unnest(${estados}::text[]) as de, unnest(${estados}::text[]) as para
        where interno.movimento_permitido(de, para, false, null)`;
      const permitidos = Map.groupBy(linhas, (l) => l.de);
      for (const de of estados) {
        const para = (permitidos.get(de) ?? []).map((l) => l.para).sort();
        expect([de, para]).toEqual([de, [...(legais[de] ?? [])].sort()]);
      }
    });

    it('refuses illegal moves and a second provider id from whoever writes', async () => {
      const { mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
      await c.enviar(mensagens[0]!);
      const mudar = (campos: Readonly<Record<string, string>>) =>
        c.banco.sql`update mensagens set ${c.banco.sql(campos)} where id = ${mensagens[0]!}`;
      await expect(mudar({ status: 'pendente' })).rejects.toThrow(/Illegal move/);
      await expect(mudar({ id_provedor: 'OUTRO' })).rejects.toThrow(/bound once/);
      await expect(mudar({ direcao: 'entrada' })).rejects.toThrow();
      await expect(
        c.banco.sql`update mensagens set status = 'enviada' where id = ${mensagens[1]!}`,
      ).rejects.toThrow(/Illegal move/);
    });

    it('refuses an empty text and a second active conversation', async () => {
      const { conversaId, medicoId } = await c.responder(novoTelefone());
      await expect(c.enfileirar(conversaId, { tipo: 'manual', texto: ' ' })).rejects.toThrow(
        /vazia/,
      );
      await expect(
        c.banco.sql`insert into conversas (medico_id, instancia) values (${medicoId}, 'julia')`,
      ).rejects.toThrow(/uma_ativa/);
    });
  });

  describe('of environments', () => {
    it('belongs to none until it is told, then to that one for good', async () => {
      const outro = await criarCenario();
      const { sql } = outro.banco;
      try {
        expect((await outro.configuracoes.ler()).ambiente).toBe('indefinido');
        await sql`select definir_ambiente('production')`;
        await sql`select definir_ambiente('production')`;
        await expect(sql`select definir_ambiente('development')`).rejects.toThrow(/another/);
        await expect(sql`update configuracoes set ambiente = 'test'`).rejects.toThrow(/another/);
        await expect(outro.configuracoes.avancarRelogio(1)).rejects.toMatchObject({
          kind: 'rule',
          code: 'RELOGIO_DE_TESTE_PROIBIDO',
        });
        await expect(sql`insert into relogio_teste values (true, 5)`).rejects.toThrow(/production/);
      } finally {
        await outro.banco.parar();
      }
    });

    it('with a test clock cannot become production', async () => {
      await c.configuracoes.avancarRelogio(1);
      await expect(c.banco.sql`select definir_ambiente('production')`).rejects.toThrow(
        /test clock/,
      );
    });
  });
});

describe('the development data', () => {
  it('is believable, marked as development, and may be applied again', async () => {
    const c = await criarCenario({ seed: true });
    try {
      const { sql } = c.banco;
      const contar = async () => {
        const [linha] = await sql<Record<string, number>[]>`
          select (select count(*)::int from vagas where inicio > agora() and fim < agora() + interval '23 days') as vagas,
            (select count(distinct cidade)::int from hospitais) as cidades,
            (select count(*)::int from hospitais) as hospitais,
            (select count(distinct especialidade_id)::int from vagas) as especialidades,
            (select count(*)::int from medicos) as medicos`;
        return linha!;
      };
      const antes = await contar();
      expect(antes['vagas']).toBeGreaterThan(60);
      expect(antes['hospitais']).toBeGreaterThanOrEqual(6);
      expect(antes['cidades']).toBeGreaterThanOrEqual(3);
      expect(antes['especialidades']).toBeGreaterThanOrEqual(6);
      const seed = new URL('../../../supabase/seed.sql', import.meta.url);
      await sql.unsafe(await readFile(seed, 'utf8'));
      expect(await contar()).toEqual(antes);
      expect((await c.configuracoes.ler()).ambiente).toBe('development');
      const noites = await sql`
        select 1 from vagas v join periodos p on p.id = v.periodo_id
        where p.nome = 'Noturno' and v.fim - v.inicio <> interval '12 hours'`;
      expect(noites).toHaveLength(0);
    } finally {
      await c.banco.parar();
    }
  });
});
