import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LimitesEnvio, Reivindicacao } from '@julia/domain';
import fc from 'fast-check';
import {
  criarCenario,
  leaseEnvioMs,
  mutante,
  novoTelefone,
  proximo,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

/** DOMAIN rule 7. */
describe('the limiter of proactive sending', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario({ conexoes: 15 });
    await c.irPara(1, '08:00');
  });
  afterAll(() => c.banco.parar());
  beforeEach(async () => {
    await c.banco
      .sql`update instancias set proximo_proativo_em = null, enviadas_na_hora = 0, enviadas_no_dia = 0`;
  });

  const campanha = async (tipo = 'campanha'): Promise<string> => {
    const { conversaId } = await c.receber(novoTelefone(), 'oi');
    return c.enfileirar(conversaId, { tipo });
  };
  const campanhas = (quantas: number) =>
    Promise.all(Array.from({ length: quantas }, () => campanha()));
  const reivindicar = (id: string, limites: LimitesEnvio = semLimites) =>
    c.envios.reivindicar(id, limites, leaseEnvioMs);
  const semEspacamento = () => mutante(c.banco, 'gastar_orcamento', [['47 + random() * 133', '0']]);
  const enviadas = (rs: readonly Reivindicacao[]) => rs.filter((r) => r.tipo === 'enviar').length;

  const trintaAoMesmoTempo = async (limites: LimitesEnvio): Promise<number> => {
    const ids = await campanhas(30);
    return enviadas(await Promise.all(ids.map((id) => reivindicar(id, limites))));
  };

  it('lets one of 30 simultaneous messages through, since the others are not 45 s apart', async () => {
    expect(await trintaAoMesmoTempo(semLimites)).toBe(1);
  });

  describe('with the spacing taken out', () => {
    let devolver: () => Promise<void>;
    beforeAll(async () => {
      devolver = await semEspacamento();
    });
    afterAll(() => devolver());

    it('stops exactly at the limit of the hour', async () => {
      expect(await trintaAoMesmoTempo({ ...semLimites, maxPorHora: 7 })).toBe(7);
    });

    it('stops exactly at the limit of the day', async () => {
      expect(await trintaAoMesmoTempo({ ...semLimites, maxPorDia: 5 })).toBe(5);
    });

    it('would pass the limit if the counters were not locked', async () => {
      const desfazer = [
        await mutante(c.banco, 'travar_fila', [[' for no key update of i', '']]),
        await mutante(c.banco, 'decidir_envio', [
          [
            "return jsonb_build_object('tipo', 'enviar');",
            "perform pg_sleep(0.2); return jsonb_build_object('tipo', 'enviar');",
          ],
        ]),
      ];
      try {
        expect(await trintaAoMesmoTempo({ ...semLimites, maxPorHora: 7 })).toBeGreaterThan(7);
      } finally {
        for (const refazer of desfazer) await refazer();
      }
    });

    it('begins again with the next hour and the next day, never with the same one', async () => {
      const limites = { ...semLimites, maxPorHora: 1, maxPorDia: 2 };
      const [a, b, d, e] = (await campanhas(4)) as [string, string, string, string];
      expect(await reivindicar(a, limites)).toMatchObject({ tipo: 'enviar' });
      const hora = await reivindicar(b, limites);
      expect(hora).toMatchObject({ motivo: 'limite_da_hora' });
      if (hora.tipo !== 'esperar') throw new Error(hora.tipo);
      await c.configuracoes.avancarRelogio(hora.faltamMs!);
      expect(await reivindicar(b, limites)).toMatchObject({ tipo: 'enviar' });
      await c.configuracoes.avancarRelogio(3_600_000);
      const dia = await reivindicar(d, limites);
      expect(dia).toMatchObject({ motivo: 'limite_do_dia' });
      if (dia.tipo !== 'esperar') throw new Error(dia.tipo);
      await c.configuracoes.avancarRelogio(dia.faltamMs!);
      const [linha] = await c.banco.sql`select interno.local(agora())::time::text as hora`;
      expect(linha!['hora']).toMatch(/^08:00:/);
      expect(await reivindicar(d, limites)).toMatchObject({ tipo: 'enviar' });
      expect(await reivindicar(e, limites)).toMatchObject({ motivo: 'limite_da_hora' });
    });

    it('gives back what was not sent, and does not count answers', async () => {
      const limites = { ...semLimites, maxPorHora: 1 };
      const [a, b] = (await campanhas(2)) as [string, string];
      const { mensagens } = await c.responder(novoTelefone());
      expect(await reivindicar(mensagens[0]!, limites)).toMatchObject({ tipo: 'enviar' });
      const r = await reivindicar(a, limites);
      if (r.tipo !== 'enviar') throw new Error(r.tipo);
      expect(await reivindicar(b, limites)).toMatchObject({ motivo: 'limite_da_hora' });
      await c.envios.devolver(a, r.token);
      await c.envios.devolver(a, r.token);
      const outra = await reivindicar(b, limites);
      if (outra.tipo !== 'enviar') throw new Error(outra.tipo);
      await c.envios.concluir(b, outra.token, {
        tipo: 'falha_conhecida',
        codigo: 'RECUSADA',
        definitiva: true,
        banimento: false,
      });
      expect(await reivindicar(a, limites)).toMatchObject({ tipo: 'enviar' });
    });

    it('never exceeds the limits, whatever order of claims, outcomes and passing time', async () => {
      type Passo = { ms: number; fim: 'aceita' | 'devolver' | 'falha' | 'incerta' };
      const passo: fc.Arbitrary<Passo> = fc.record({
        ms: fc.integer({ min: 0, max: 50 * 60_000 }),
        fim: fc.constantFrom('aceita', 'devolver', 'falha', 'incerta'),
      });
      const limites = { ...semLimites, maxPorHora: 2, maxPorDia: 5 };
      await fc.assert(
        fc.asyncProperty(fc.array(passo, { minLength: 5, maxLength: 25 }), async (passos) => {
          await c.irPara(2, '08:00');
          const saidas: { hora: string; dia: string }[] = [];
          for (const { ms, fim } of passos) {
            await c.configuracoes.avancarRelogio(ms);
            const id = await campanha();
            const r = await reivindicar(id, limites);
            if (r.tipo !== 'enviar') continue;
            const [linha] = await c.banco.sql<{ hora: string; dia: string }[]>`
              select date_trunc('hour', t)::text as hora, t::date::text as dia
              from interno.local(agora()) as t`;
            if (fim === 'devolver') await c.envios.devolver(id, r.token);
            else {
              const codigo = 'X';
              await c.envios.concluir(
                id,
                r.token,
                fim === 'aceita'
                  ? { tipo: 'aceita', idProvedor: proximo('P') }
                  : fim === 'incerta'
                    ? { tipo: 'incerta', codigo }
                    : { tipo: 'falha_conhecida', codigo, definitiva: true, banimento: false },
              );
            }
            if (fim === 'aceita' || fim === 'incerta') saidas.push(linha!);
          }
          const maior = (chave: 'hora' | 'dia') =>
            Math.max(0, ...[...Map.groupBy(saidas, (s) => s[chave]).values()].map((g) => g.length));
          expect(maior('hora')).toBeLessThanOrEqual(2);
          expect(maior('dia')).toBeLessThanOrEqual(5);
        }),
        { numRuns: 6 },
      );
    });
  });

  it('keeps messages of one number at least 45 s apart, at random intervals up to 3 minutes', async () => {
    const esperas: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const [a, b] = (await campanhas(2)) as [string, string];
      expect(await reivindicar(a)).toMatchObject({ tipo: 'enviar' });
      const r = await reivindicar(b);
      if (r.tipo !== 'esperar' || r.faltamMs === null) throw new Error(JSON.stringify(r));
      expect(r.motivo).toBe('espacamento');
      esperas.push(r.faltamMs);
      await c.configuracoes.avancarRelogio(r.faltamMs);
    }
    expect(Math.min(...esperas)).toBeGreaterThan(44_000);
    expect(Math.max(...esperas)).toBeLessThanOrEqual(180_000);
    expect(new Set(esperas.map((ms) => Math.round(ms / 1_000))).size).toBeGreaterThan(3);
  });

  it('counts each number on its own', async () => {
    const { conversaId } = await c.receber(novoTelefone(), 'oi', { instancia: 'segunda' });
    const outra = await c.enfileirar(conversaId, { tipo: 'campanha', instancia: 'segunda' });
    expect(await reivindicar(await campanha())).toMatchObject({ tipo: 'enviar' });
    expect(await reivindicar(outra)).toMatchObject({ tipo: 'enviar' });
  });

  it('opens Monday to Friday, from the first minute of the window up to its end', async () => {
    const janela = async (agora: string): Promise<string> => {
      const [linha] = await c.banco.sql<{ em: string }[]>`
        select interno.local(interno.proxima_janela(
          ${agora}::timestamp at time zone 'America/Sao_Paulo', '08:00', '20:00'))::text as em`;
      return linha!.em;
    };
    expect(await janela('2026-11-23 08:00:00')).toBe('2026-11-23 08:00:00');
    expect(await janela('2026-11-23 07:59:59')).toBe('2026-11-23 08:00:00');
    expect(await janela('2026-11-23 19:59:59')).toBe('2026-11-23 19:59:59');
    expect(await janela('2026-11-23 20:00:00')).toBe('2026-11-24 08:00:00');
    expect(await janela('2026-11-27 20:00:00')).toBe('2026-11-30 08:00:00');
    expect(await janela('2026-11-28 10:00:00')).toBe('2026-11-30 08:00:00');
    expect(await janela('2026-11-29 23:00:00')).toBe('2026-11-30 08:00:00');
  });

  it('stops what is proactive when its limits cannot be read', async () => {
    const quebrado = { ...semLimites, horarioFim: '08:00' };
    expect(await reivindicar(await campanha(), quebrado)).toMatchObject({
      tipo: 'esperar',
      motivo: 'limite_ilegivel',
    });
    expect(await reivindicar(await campanha(), { ...semLimites, maxPorDia: 0 })).toMatchObject({
      motivo: 'limite_do_dia',
    });
  });

  describe('on a number of its own, in business hours', () => {
    beforeEach(() => c.irPara(3, '09:00'));

    const emOutroNumero = async (instancia: string, tipo: string): Promise<string> => {
      const { conversaId } = await c.receber(novoTelefone(), 'oi', { instancia });
      return c.enfileirar(conversaId, { tipo, instancia });
    };

    it.each([
      ['limite_do_dia', { maxPorDia: 0 }],
      ['limite_da_hora', { maxPorHora: 0 }],
    ])(
      'lets nothing out at a limit of zero, whatever was sent before: %s',
      async (motivo, zero) => {
        const numero = proximo('numero-');
        const limites = { ...semLimites, ...zero };
        const id = await emOutroNumero(numero, 'campanha');
        expect(await reivindicar(id, limites)).toMatchObject({ tipo: 'esperar', motivo });
        expect(await reivindicar(id)).toMatchObject({ tipo: 'enviar' });
        await c.configuracoes.avancarRelogio(24 * 3_600_000);
        const outra = await emOutroNumero(numero, 'campanha');
        expect(await reivindicar(outra, limites)).toMatchObject({ tipo: 'esperar', motivo });
      },
    );

    it('holds back what is proactive while the number is down, until the sweep finds it up', async () => {
      const instancia = proximo('numero-');
      const id = await emOutroNumero(instancia, 'campanha');
      const mudar = (estado: 'aberta' | 'fechada' | 'recusada') =>
        c.conversas.registrarConexao({ tipo: 'conexao_mudou', instancia, estado, codigo: null });
      const cutucadas = async () => (await c.varredura.varrer(500)).mensagens;
      for (const estado of ['fechada', 'recusada'] as const) {
        await mudar(estado);
        const espera = { tipo: 'esperar', motivo: 'desconectada', faltamMs: null };
        expect(await reivindicar(id)).toEqual(espera);
        expect(await cutucadas()).not.toContain(id);
      }
      const manual = await emOutroNumero(instancia, 'manual');
      expect(await reivindicar(manual)).toMatchObject({ tipo: 'enviar' });
      await mudar('aberta');
      expect(await cutucadas()).toContain(id);
      expect(await reivindicar(id)).toMatchObject({ tipo: 'enviar' });
    });
  });
});
