import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { criarBancoDeTeste } from './banco-de-teste.ts';
import type { BancoDeTeste } from './banco-de-teste.ts';
import { watchSchema } from '../docker/schema-watch.ts';
import { esperarAte, portaLivre } from './espera.ts';
import { iniciarProcesso } from './processo.ts';
import { CHAVE_PUBLICA, CHAVE_SECRETA, iniciarSupabase } from './supabase-embutido.ts';
import type { SupabaseIniciado } from './supabase-embutido.ts';

const MIGRACAO = `
  create table public.contas (id text primary key, saldo int not null);
  alter table public.contas enable row level security;
  create function public.dobrar(p_valor int) returns int language sql as 'select p_valor * 2';
  create function public.esperar_par(p_meu text, p_outro text) returns boolean language plpgsql as $$
  begin
    perform pg_advisory_lock_shared(hashtext(p_meu));
    for i in 1..500 loop
      exit when exists (select 1 from pg_locks where locktype = 'advisory'
        and objid = (hashtext(p_outro)::bigint & 4294967295)::oid);
      perform pg_sleep(0.01);
      if i = 500 then return false; end if;
    end loop;
    return true;
  end $$;
`;

interface Esquema {
  public: {
    Tables: {
      contas: {
        Row: { id: string; saldo: number };
        Insert: { id: string; saldo: number };
        Update: { saldo: number };
        Relationships: [];
      };
    };
    Views: Record<string, never>;
    Functions: {
      dobrar: { Args: { p_valor: number }; Returns: number };
      esperar_par: { Args: { p_meu: string; p_outro: string }; Returns: boolean };
    };
  };
}

describe('the embedded Supabase', () => {
  let dir: string;
  let banco: BancoDeTeste;
  const abertos: SupabaseIniciado[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'julia-supabase-'));
    await mkdir(join(dir, 'migrations'));
    await writeFile(join(dir, 'migrations', '0001.sql'), MIGRACAO);
    banco = await criarBancoDeTeste({ dir });
  });
  afterEach(() => Promise.all(abertos.splice(0).map((s) => s.parar())));
  afterAll(async () => {
    await banco.parar();
    await rm(dir, { recursive: true });
  });

  const cliente = (chave = CHAVE_SECRETA): SupabaseClient<Esquema> =>
    createClient<Esquema>(banco.urlSupabase, chave, { auth: { persistSession: false } });

  it('serves supabase-js as the service role', async () => {
    const { error } = await cliente().from('contas').insert({ id: 'a', saldo: 1 });
    expect(error).toBeNull();
    expect((await cliente().from('contas').select('saldo').single()).data).toEqual({ saldo: 1 });
    expect((await cliente().rpc('dobrar', { p_valor: 21 })).data).toBe(42);
  });

  it('shows rows to nobody else', async () => {
    expect((await cliente(CHAVE_PUBLICA).from('contas').select()).data).toEqual([]);
    expect((await cliente('sb_secret_errada').from('contas').select()).status).toBe(401);
    expect((await fetch(`${banco.urlSupabase}/rest/v1/contas`)).status).toBe(401);
  });

  it('runs requests at the same time on connections of their own', async () => {
    const encontro = (p_meu: string, p_outro: string): PromiseLike<unknown> =>
      cliente()
        .rpc('esperar_par', { p_meu, p_outro })
        .then(({ data }) => data);
    expect(await Promise.all([encontro('um', 'dois'), encontro('dois', 'um')])).toEqual([
      true,
      true,
    ]);
  });

  it('leaves process.emitWarning able to take an Error', async () => {
    const modulo = new URL('./supabase-embutido.ts', import.meta.url).href;
    const codigo = `
      import { iniciarSupabase } from '${modulo}';
      const supabase = await iniciarSupabase({ urlPostgres: '${banco.urlPostgres}', conexoes: 1 });
      process.emitWarning(new Error('só um aviso'));
      await supabase.parar();
      console.log('seguiu');`;
    const processo = await iniciarProcesso({
      comando: process.execPath,
      args: ['--input-type=module', '-e', codigo],
    });
    await processo.esperarLinha(/^seguiu$/);
    await processo.fim;
  });

  it('follows a change of the schema without refusing a request', async () => {
    const supabase = await iniciarSupabase({ urlPostgres: banco.urlPostgres, conexoes: 2 });
    abertos.push(supabase);
    const pedir = async (caminho: string) =>
      (await fetch(`${supabase.url}/rest/v1/${caminho}`, { headers: { apikey: CHAVE_SECRETA } }))
        .status;
    expect(await pedir('novas')).toBe(404);
    const vigia = new AbortController();
    const vigiando = watchSchema(banco.sql, () => supabase.recarregar(), vigia.signal);
    const antes: number[] = [];
    const constante = (async () => {
      while (!vigia.signal.aborted) antes.push(await pedir('contas'));
    })();
    await esperarAte(() => Promise.resolve(antes.length > 20), 10_000, 'pedidos');
    await banco.sql.unsafe(
      'create table public.novas (id int); grant all on public.novas to service_role',
    );
    await esperarAte(async () => (await pedir('novas')) === 200, 10_000, 'a tabela nova');
    vigia.abort();
    await Promise.all([constante, vigiando]);
    expect(new Set(antes)).toEqual(new Set([200]));
  });

  it('says which port is taken', async () => {
    const um = await iniciarSupabase({ urlPostgres: banco.urlPostgres, conexoes: 1 });
    abertos.push(um);
    const outro = iniciarSupabase({ urlPostgres: banco.urlPostgres, porta: um.porta });
    await expect(outro).rejects.toMatchObject({ code: 'PORTA_OCUPADA' });
  });

  it('runs as a process of its own until it is told to stop', async () => {
    const porta = await portaLivre();
    const processo = await iniciarProcesso({
      comando: process.execPath,
      args: [
        new URL('./supabase-processo.ts', import.meta.url).pathname,
        ...['--postgres', banco.urlPostgres, '--porta', String(porta)],
      ],
    });
    await processo.esperarLinha(new RegExp(`^Supabase embutido em http://127.0.0.1:${porta}$`));
    const resposta = await fetch(`http://127.0.0.1:${porta}/rest/v1/rpc/dobrar`, {
      method: 'POST',
      headers: { apikey: CHAVE_SECRETA, 'content-type': 'application/json' },
      body: '{"p_valor":4}',
    });
    expect(await resposta.json()).toBe(8);
    expect(await processo.parar()).toEqual({ codigo: 0, sinal: null });
  });
});
