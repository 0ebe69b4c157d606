import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PalcoDaApi, tokens } from './palco-da-api.ts';

let palco: PalcoDaApi;
beforeAll(async () => {
  palco = await PalcoDaApi.abrir();
}, 60_000);
afterAll(() => palco.fechar());

const disparar = (nome: string, chave?: string) =>
  palco.pedir('POST', `/jobs/${nome}`, {
    ...(chave !== undefined && { cabecalhos: { 'idempotency-key': chave } }),
  });

describe('POST /jobs/<name>', () => {
  it('records one run per tick, however many schedulers post it and however they write it', async () => {
    const escritas = [
      '2026-11-22T10:00:00.000Z',
      '2026-11-22T10:00:00Z',
      '2026-11-22T07:00:00-03:00',
    ];
    const respostas = await Promise.all(
      escritas.map((tick) => disparar('recuperar-lacunas', `recuperar-lacunas@${tick}`)),
    );
    expect(respostas.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(respostas.map(({ corpo }) => corpo['execucaoId'])).size).toBe(1);
    expect(respostas.filter(({ corpo }) => corpo['duplicada'] === false)).toHaveLength(1);
    const esperando = (await palco.jobs('agendados')).filter((j) => j.name === 'recuperar-lacunas');
    expect(esperando).toHaveLength(1);
  });

  it('publishes again until the run has started, and not afterwards', async () => {
    const nome = 'processar-mensagens-agendadas';
    const chave = `${nome}@2026-11-22T10:01:00.000Z`;
    const { corpo } = await disparar(nome, chave);
    const meus = async () => (await palco.jobs('agendados')).filter((job) => job.name === nome);
    await palco.esvaziar('agendados');

    expect((await disparar(nome, chave)).corpo).toEqual({ ...corpo, duplicada: true });
    expect(await meus()).toHaveLength(1);

    await palco.esvaziar('agendados');
    await palco.banco
      .sql`select execucoes_comecar(${String(corpo['execucaoId'])}, 60000, ${randomUUID()})`;
    expect((await disparar(nome, chave)).status).toBe(202);
    expect(await meus()).toEqual([]);
  });

  it('runs by hand under a key of its own', async () => {
    const chave = `manual-${randomUUID()}`;
    const primeira = await disparar('recuperar-lacunas', chave);
    const segunda = await disparar('recuperar-lacunas', chave);
    expect([primeira.corpo['duplicada'], segunda.corpo['duplicada']]).toEqual([false, true]);
    expect(segunda.corpo['execucaoId']).toBe(primeira.corpo['execucaoId']);
  });

  it('answers 404 to a job that does not exist', async () => {
    for (const nome of ['nada', 'mensagem.registrar', '__proto__', 'constructor']) {
      expect((await disparar(nome, `${nome}@2026-11-22T10:00:00Z`)).status).toBe(404);
    }
  });

  it.each([
    undefined,
    '',
    'manual-1',
    'recuperar-lacunas',
    'recuperar-lacunas@ontem',
    'recuperar-lacunas@2026-11-22',
    'recuperar-lacunas@2026-13-45T99:00:00Z',
    'processar-mensagens-agendadas@2026-11-22T10:00:00Z',
  ])('answers 400 to the key %j and says what it should be', async (chave) => {
    const { status, corpo } = await disparar('recuperar-lacunas', chave);
    expect([status, corpo['codigo']]).toEqual([400, 'CHAVE_INVALIDA']);
    expect(corpo['mensagem']).toContain('manual-<uuid>');
  });
});

describe('the token of the jobs', () => {
  const comToken = (metodo: string, caminho: string, token: string) =>
    palco.pedir(metodo, caminho, {
      token,
      cabecalhos: { 'idempotency-key': `manual-${randomUUID()}` },
    });

  it('runs and lists jobs, as the token of the api does', async () => {
    for (const token of [tokens.jobs, tokens.api]) {
      expect((await comToken('POST', '/jobs/recuperar-lacunas', token)).status).toBe(202);
      expect((await comToken('GET', '/jobs', token)).status).toBe(200);
    }
  });

  it('opens nothing else', async () => {
    for (const caminho of ['/admin/pausa', '/admin/filas/mortas', '/admin/relogio', '/docs']) {
      expect((await comToken('GET', caminho, tokens.jobs)).status).toBe(401);
    }
  });
});

describe('GET /jobs', () => {
  it('lists every job with its cron, last tick and next one', async () => {
    await disparar('recuperar-lacunas', 'recuperar-lacunas@2026-11-22T10:10:00.000Z');
    const { corpo } = await palco.pedir('GET', '/jobs');
    const lista = corpo as unknown as Record<string, string | null>[];
    expect(lista.map(({ nome }) => nome).sort()).toEqual([
      'processar-mensagens-agendadas',
      'recuperar-lacunas',
    ]);
    const lacunas = lista.find(({ nome }) => nome === 'recuperar-lacunas');
    expect(lacunas).toMatchObject({ cron: '*/10 * * * *', ultimoTick: '2026-11-22T10:10:00.000Z' });
    expect(new Date(String(lacunas?.['proximo'])).getTime()).toBeGreaterThan(Date.now());
    expect(new Date(String(lacunas?.['proximo'])).getMinutes() % 10).toBe(0);
  });
});
