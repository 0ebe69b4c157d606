import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PalcoDaApi, tokens, umIncompreensivel, umUpsert } from './palco-da-api.ts';

let palco: PalcoDaApi;
beforeAll(async () => {
  palco = await PalcoDaApi.abrir();
}, 60_000);
afterAll(() => palco.fechar());

describe('POST /webhook/evolution', () => {
  it('stores a message as one job and says how many it took', async () => {
    const resposta = await palco.webhook(umUpsert('oi', 'UMA'));
    expect([resposta.status, resposta.corpo]).toEqual([200, { recebidas: 1 }]);
    const jobs = await palco.jobs('entrada');
    expect(jobs.map((job) => job.name)).toEqual(['mensagem.registrar']);
  });

  it('makes one job of fifty identical deliveries at once', async () => {
    const antes = (await palco.jobs('entrada')).length;
    const corpo = umUpsert('oi', 'REPETIDA');
    const respostas = await Promise.all(Array.from({ length: 50 }, () => palco.webhook(corpo)));
    expect(new Set(respostas.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await palco.jobs('entrada')).toHaveLength(antes + 1);
  });

  it('accepts the token in the path and the one before the last rotation', async () => {
    for (const token of [tokens.webhook, tokens.webhookAnterior]) {
      const noCaminho = await palco.pedir('POST', `/webhook/evolution/${token}`, {
        corpo: umUpsert(),
        token: null,
      });
      expect(noCaminho.status).toBe(200);
    }
    expect((await palco.webhook(umUpsert(), tokens.webhookAnterior)).status).toBe(200);
  });

  it('quarantines what it cannot understand, whole and once, and answers 200', async () => {
    const corpo = umIncompreensivel('quarentena-1');
    const respostas = await Promise.all([palco.webhook(corpo), palco.webhook(corpo)]);
    expect(respostas.map(({ status }) => status)).toEqual([200, 200]);
    const jobs = (await palco.jobs('entrada')).filter(({ name }) => name === 'webhook.quarentenar');
    expect(jobs).toHaveLength(1);
    const { payload } = jobs[0]?.data as { payload: { corpo: string } };
    expect(JSON.parse(payload.corpo)).toEqual(corpo);
  });

  it('ignores a group and counts it', async () => {
    const grupo = umUpsert();
    (grupo['data'] as { key: { remoteJid: string } }).key.remoteJid = '1203630@g.us';
    const antes = (await palco.jobs('entrada')).length;
    expect((await palco.webhook(grupo)).corpo).toEqual({ recebidas: 0 });
    expect(await palco.jobs('entrada')).toHaveLength(antes);
    expect(await palco.metrica('julia_webhook_total', 'resultado="ignorado"')).toBe(1);
  });

  it.each(['', '{"event":', 'event=messages.upsert', '\u0000'])(
    'answers 400 to %j, which is not JSON',
    async (corpo) => {
      expect((await palco.webhook(corpo)).status).toBe(400);
    },
  );

  it.each(['null', '[]', '"texto"', '42', '{}', '{"__proto__":{"x":1}}'])(
    'never refuses %s, which is JSON',
    async (corpo) => {
      expect((await palco.webhook(corpo)).status).toBe(200);
    },
  );

  it.each([null, '', 'errado', tokens.api, tokens.jobs, `${tokens.webhook}x`])(
    'answers 401 to the token %j and counts it',
    async (token) => {
      const antes = await palco.metrica('julia_webhook_total', 'resultado="nao_autorizado"');
      expect((await palco.webhook(umUpsert(), token)).status).toBe(401);
      expect(await palco.metrica('julia_webhook_total', 'resultado="nao_autorizado"')).toBe(
        antes + 1,
      );
    },
  );

  it('answers 413 above the limit, before reading on, and counts it', async () => {
    const resposta = await palco.webhook(umUpsert('a'.repeat(120_000)));
    expect([resposta.status, resposta.corpo['codigo']]).toEqual([413, 'CORPO_GRANDE_DEMAIS']);
    expect(await palco.metrica('julia_webhook_total', 'resultado="grande_demais"')).toBe(1);
  });

  it('writes no token, phone, name or text into its log', async () => {
    await palco.pedir('POST', `/webhook/evolution/${tokens.webhook}`, {
      corpo: umUpsert('segredo de teste'),
      token: null,
    });
    const log = palco.linhas.join('');
    expect(log).toContain('/webhook/evolution/:token');
    for (const proibido of [
      ...Object.values(tokens),
      '5511987654321',
      'Maria',
      'segredo de teste',
    ]) {
      expect(log).not.toContain(proibido);
    }
  });
});
