import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte } from '@julia/infra';
import { UnrecoverableError, Worker } from 'bullmq';
import { PalcoDaApi, umIncompreensivel, umUpsert } from './palco-da-api.ts';

let palco: PalcoDaApi;
beforeAll(async () => {
  palco = await PalcoDaApi.abrir();
}, 60_000);
afterAll(() => palco.fechar());

async function quarentenar(corpo: unknown): Promise<string> {
  const hash = randomUUID();
  await palco.banco
    .sql`select quarentena_guardar(${hash}, 'teste', ${palco.banco.sql.json({ corpo } as never)})`;
  const { corpo: lista } = await palco.pedir('GET', '/admin/quarentena');
  return String((lista as unknown as { id: string }[])[0]?.id);
}

describe('/admin/quarentena', () => {
  it('shows what waits without its body, and the body on request', async () => {
    const original = umIncompreensivel('visivel');
    const id = await quarentenar(original);
    const { corpo: lista } = await palco.pedir('GET', '/admin/quarentena');
    expect(JSON.stringify(lista)).not.toContain('visivel');
    const { corpo: item } = await palco.pedir('GET', `/admin/quarentena/${id}`);
    expect(item).toMatchObject({ id, motivo: 'teste', corpo: original, resolvidoEm: null });
  });

  it('replays a body that is understood by now, and marks it as done', async () => {
    const id = await quarentenar(umUpsert('oi', 'DA-QUARENTENA'));
    const resposta = await palco.pedir('POST', `/admin/quarentena/${id}/reprocessar`);
    expect([resposta.status, resposta.corpo]).toEqual([200, { recebidas: 1 }]);
    const jobs = await palco.jobs('entrada');
    expect(JSON.stringify(jobs.map((job) => job.data as unknown))).toContain('DA-QUARENTENA');
    const { corpo: item } = await palco.pedir('GET', `/admin/quarentena/${id}`);
    expect(item['resolvidoEm']).toEqual(expect.any(String));
  });

  it('answers 409 while a body still cannot be understood, and keeps it', async () => {
    const id = await quarentenar(umIncompreensivel('ainda-nao'));
    const resposta = await palco.pedir('POST', `/admin/quarentena/${id}/reprocessar`);
    expect([resposta.status, resposta.corpo['codigo']]).toEqual([409, 'AINDA_NAO_ENTENDIDO']);
    const { corpo: item } = await palco.pedir('GET', `/admin/quarentena/${id}`);
    expect(item['resolvidoEm']).toBeNull();
  });

  it('answers 404 to an unknown id and 400 to what is not an id', async () => {
    const caminho = (id: string) => `/admin/quarentena/${id}/reprocessar`;
    expect((await palco.pedir('POST', caminho(randomUUID()))).status).toBe(404);
    expect((await palco.pedir('POST', caminho('1%20or%201'))).status).toBe(400);
  });
});

describe('/admin/filas', () => {
  it('counts the queues', async () => {
    await palco.webhook(umUpsert());
    const { corpo } = await palco.pedir('GET', '/admin/filas');
    const filas = corpo as unknown as { fila: string; aguardando: number }[];
    expect(filas.map(({ fila }) => fila).sort()).toEqual([
      'agendados',
      'conversas',
      'entrada',
      'envios',
    ]);
    expect(filas.find(({ fila }) => fila === 'entrada')?.aguardando).toBeGreaterThan(0);
    expect(
      await palco.metrica('julia_fila_tamanho', 'fila="entrada",estado="aguardando"'),
    ).toBeGreaterThan(0);
  });

  it('lists the dead letters without their payload and runs one again', async () => {
    await palco.webhook(umUpsert('segredo da fila', 'MORTA'));
    const recusar = async () => {
      throw new UnrecoverableError('BANCO_RECUSOU: no');
    };
    type Morta = { fila: string; jobId: string; codigo: string };
    const mortas = async () =>
      (await palco.pedir('GET', '/admin/filas/mortas')).corpo as unknown as Morta[];
    const connection = { url: palco.redis.url, maxRetriesPerRequest: null };
    const worker = new Worker('entrada', recusar, { connection });
    const lista = await esperarAte(async () => {
      const vistas = await mortas();
      return vistas.length > 0 && (await palco.jobs('entrada')).length === vistas.length && vistas;
    }).finally(() => worker.close());
    const [morta] = lista;
    expect(morta).toMatchObject({ fila: 'entrada', codigo: 'BANCO_RECUSOU' });
    expect(JSON.stringify(morta)).not.toContain('segredo da fila');

    const id = encodeURIComponent(morta?.jobId ?? '');
    const resposta = await palco.pedir('POST', `/admin/filas/mortas/entrada/${id}/reprocessar`);
    expect(resposta.status).toBe(202);
    expect(await mortas()).toHaveLength(lista.length - 1);
    const repetida = await palco.pedir('POST', `/admin/filas/mortas/entrada/${id}/reprocessar`);
    expect([repetida.status, repetida.corpo['codigo']]).toEqual([409, 'MORTA_NAO_ENCONTRADA']);
  });

  it('answers 404 to a queue that does not exist', async () => {
    expect((await palco.pedir('POST', '/admin/filas/mortas/nada/1/reprocessar')).status).toBe(404);
  });
});

describe('/admin/pausa', () => {
  it('pauses and resumes, and records who and why', async () => {
    const corpo = { quem: 'Bia', motivo: 'número novo' };
    expect((await palco.pedir('POST', '/admin/pausa', { corpo })).status).toBe(200);
    expect((await palco.pedir('GET', '/admin/pausa')).corpo).toEqual({ pausada: true });
    const retomada = await palco.pedir('DELETE', '/admin/pausa', { corpo: { quem: 'Bia' } });
    expect(retomada.status).toBe(200);
    expect((await palco.pedir('GET', '/admin/pausa')).corpo).toEqual({ pausada: false });
  });

  it.each([undefined, {}, { quem: '' }, { quem: 'Bia' }, { quem: 1, motivo: 'x' }])(
    'refuses %j, naming the fields',
    async (corpo) => {
      const { status, corpo: erro } = await palco.pedir('POST', '/admin/pausa', { corpo });
      expect([status, erro['codigo']]).toEqual([400, 'PEDIDO_INVALIDO']);
      expect(erro['mensagem']).toMatch(/motivo|quem|corpo/);
    },
  );
});

describe('/admin/instancias', () => {
  it('releases the proactive sending of a number that was stopped, once, and records who', async () => {
    const { sql } = palco.banco;
    await sql`insert into instancias (nome, proativo_parado_em, proativo_parado_motivo)
      values ('parada', now(), 'conexao_403')`;
    const liberar = () =>
      palco.pedir('POST', '/admin/instancias/parada/liberar', { corpo: { quem: 'Bia' } });
    expect(await liberar()).toMatchObject({ status: 200, corpo: { liberada: true } });
    expect(await liberar()).toMatchObject({ status: 200, corpo: { liberada: false } });
    expect(await sql`select proativo_parado_em from instancias where nome = 'parada'`).toEqual([
      { proativo_parado_em: null },
    ]);
    expect(
      await sql`select quem, detalhes from auditoria where acao = 'liberar_instancia'`,
    ).toEqual([{ quem: 'Bia', detalhes: { instancia: 'parada', motivo: 'conexao_403' } }]);
  });

  it('wants to know who', async () => {
    const { status } = await palco.pedir('POST', '/admin/instancias/parada/liberar', { corpo: {} });
    expect(status).toBe(400);
  });
});

describe('/admin/relogio', () => {
  it('tells the time of every process and moves it forward only', async () => {
    const { corpo: antes } = await palco.pedir('GET', '/admin/relogio');
    const avanco = await palco.pedir('POST', '/admin/relogio/avancar', {
      corpo: { ms: 3_600_000 },
    });
    const passou = Date.parse(String(avanco.corpo['agora'])) - Date.parse(String(antes['agora']));
    expect(passou).toBeGreaterThanOrEqual(3_600_000);
    for (const ms of [-1, 1.5, '1']) {
      const { status } = await palco.pedir('POST', '/admin/relogio/avancar', { corpo: { ms } });
      expect(status).toBe(400);
    }
  });
});
