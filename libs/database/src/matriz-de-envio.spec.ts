import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TipoMensagem } from '@julia/domain';
import {
  criarCenario,
  leaseEnvioMs,
  novoTelefone,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

describe('SupabaseEnvios.reivindicar', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());
  // The limiter has a spec of its own; here it stays out of the way.
  beforeEach(async () => {
    await c.banco.sql`update instancias set proximo_proativo_em = null`;
  });

  const uma = async (campos: Readonly<Record<string, unknown>>) => {
    const { conversaId, medicoId } = await c.receber(novoTelefone(), 'oi');
    return { conversaId, medicoId, id: await c.enfileirar(conversaId, campos) };
  };
  const reivindicar = (id: string, limites = semLimites) =>
    c.envios.reivindicar(id, limites, leaseEnvioMs);

  describe('the matrix of the moment of sending', () => {
    type Situacao = 'livre' | 'optout' | 'humano' | 'pausa' | 'noite';
    const bloqueada = { tipo: 'encerrada', status: 'bloqueada', motivo: 'optout' };
    const cancelada = (motivo: string) => ({ tipo: 'encerrada', status: 'cancelada', motivo });
    const esperar = (motivo: string) => ({ tipo: 'esperar', motivo });
    const enviar = { tipo: 'enviar' };
    const proativa = {
      livre: enviar,
      optout: cancelada('optout'),
      humano: cancelada('controle_humano'),
      pausa: esperar('pausada'),
      noite: esperar('fora_da_janela'),
    };
    const esperado: Record<TipoMensagem, Record<Situacao, object>> = {
      resposta: {
        livre: enviar,
        optout: bloqueada,
        humano: cancelada('controle_humano'),
        pausa: esperar('pausada'),
        noite: enviar,
      },
      transicao: {
        livre: enviar,
        optout: enviar,
        humano: enviar,
        pausa: esperar('pausada'),
        noite: enviar,
      },
      manual: {
        livre: enviar,
        optout: bloqueada,
        humano: enviar,
        pausa: esperar('pausada'),
        noite: enviar,
      },
      lembrete: { ...proativa, humano: esperar('controle_humano') },
      followup: proativa,
      campanha: proativa,
    };
    const noite = { ...semLimites, horarioInicio: '10:00' };

    const casos = Object.entries(esperado).flatMap(([tipo, situacoes]) =>
      Object.entries(situacoes).map(([situacao, resultado]) => ({ tipo, situacao, resultado })),
    );
    it.each(casos)('$tipo, $situacao', async ({ tipo, situacao, resultado }) => {
      const { id, conversaId, medicoId } = await uma({ tipo, responde_ate: await c.agora() });
      if (situacao === 'optout') {
        await c.banco.sql`update medicos set optout_em = agora() where id = ${medicoId}`;
      }
      if (situacao === 'humano') {
        await c.banco.sql`update conversas set controle = 'humano' where id = ${conversaId}`;
      }
      if (situacao === 'pausa') await c.configuracoes.pausar('teste', 'matriz');
      const limites = situacao === 'noite' ? noite : semLimites;
      const rascunho = await c.envios.rascunho(id, limites);
      const r = await reivindicar(id, limites);
      if (situacao === 'pausa') await c.configuracoes.retomar('teste');
      expect(r).toMatchObject(resultado);
      expect(rascunho?.poderiaSair).toBe(r.tipo === 'enviar');
      const { status } = await c.status(id);
      const parado = r.tipo === 'encerrada' ? r.status : 'pendente';
      expect(status).toBe(r.tipo === 'enviar' ? 'enviando' : parado);
      if (situacao === 'pausa') expect(await reivindicar(id)).toMatchObject(enviar);
    });

    it('lets a manual message through after opt-out with a written reason', async () => {
      const { id, medicoId } = await uma({ tipo: 'manual', justificativa: 'pagamento pendente' });
      await c.banco.sql`update medicos set optout_em = agora() where id = ${medicoId}`;
      expect(await reivindicar(id)).toMatchObject(enviar);
    });

    it('sends nothing but manual messages to a blocked doctor', async () => {
      const { id, conversaId, medicoId } = await uma({ tipo: 'resposta' });
      const manual = await c.enfileirar(conversaId, { tipo: 'manual' });
      await c.banco.sql`update medicos set bloqueado_em = agora() where id = ${medicoId}`;
      expect(await reivindicar(id)).toMatchObject({ status: 'bloqueada' });
      expect(await reivindicar(manual)).toMatchObject(enviar);
    });
  });
});
