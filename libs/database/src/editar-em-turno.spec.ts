import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desfecho, Turno } from '@julia/domain';
import {
  criarCenario,
  leaseEnvioMs,
  leaseMs,
  mutante,
  novoTelefone,
  proximo,
  recebida,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

const responder: Desfecho = { tipo: 'responder', partes: ['tenho sim!'], progresso: true };
const recado = 'pare de me mandar mensagem';

describe('an edit while its turn is open', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const chegou = async (telefone = novoTelefone(), texto = 'tem vaga?') => {
    const idProvedor = proximo('EDITADA');
    const { conversaId } = await c.receber(telefone, texto, { idProvedor });
    return { telefone, idProvedor, conversaId };
  };
  const editar = (idProvedor: string) => c.conversas.editar('julia', idProvedor, recado);
  const textos = async (conversaId: string) =>
    (await c.abrir(conversaId)).pendentes.map((p) => p.texto);

  it('is read by the next turn, which is due at once', async () => {
    const { telefone, idProvedor, conversaId } = await chegou();
    await chegou(telefone, 'pra sábado');
    const turno = await c.abrir(conversaId);
    await editar(idProvedor);
    expect(await c.turnos.fechar(turno, responder, [])).toMatchObject({ proximoEmMs: 0 });

    const seguinte = await c.abrir(conversaId);
    expect(seguinte.turnoId).not.toBe(turno.turnoId);
    expect(seguinte.pendentes.map((p) => p.texto)).toEqual([recado]);
    expect(seguinte.historico.map((fala) => fala.texto)).toEqual(['pra sábado', 'tenho sim!']);
    await c.turnos.fechar(seguinte, { tipo: 'optout', confirmacao: 'tirei vc da lista' }, []);
    expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'nada_pendente' });
  });

  it('is read and answered by whoever takes that turn up again', async () => {
    const { idProvedor, conversaId } = await chegou();
    const turno = await c.abrir(conversaId);
    await c.turnos.guardarPasso(turno, 0, { pediu: 'buscar_vagas' });
    await editar(idProvedor);
    await c.configuracoes.avancarRelogio(leaseMs + 1);
    const deNovo = await c.abrir(conversaId);
    expect(deNovo).toMatchObject({ turnoId: turno.turnoId, pendentes: [{ texto: recado }] });
    expect(await c.turnos.fechar(deNovo, responder, [])).toMatchObject({ proximoEmMs: null });
  });

  it('that is only told again says nothing new', async () => {
    const { idProvedor, conversaId } = await chegou();
    await editar(idProvedor);
    const turno = await c.abrir(conversaId);
    expect(await editar(idProvedor)).toBe(true);
    expect(await c.turnos.fechar(turno, responder, [])).toMatchObject({ proximoEmMs: null });
  });

  it('of what was deleted then leaves nothing to read', async () => {
    const { idProvedor, conversaId } = await chegou();
    const turno = await c.abrir(conversaId);
    await editar(idProvedor);
    await c.conversas.apagar('julia', idProvedor);
    expect(await c.turnos.fechar(turno, responder, [])).toMatchObject({ proximoEmMs: null });
  });

  it('is not put off beyond the longest wait by what the doctor writes after it', async () => {
    const { telefone, idProvedor, conversaId } = await chegou();
    const turno = await c.abrir(conversaId);
    await editar(idProvedor);
    await c.configuracoes.avancarRelogio(28_000);
    const espera = { silencioMs: 6_000, maximoMs: 30_000 };
    const outra = recebida(telefone, 'entendeu?');
    const { responderEmMs } = await c.conversas.registrarRecebida(outra, espera, 99);
    expect(responderEmMs).toBeLessThanOrEqual(2_000);
    await c.turnos.fechar(turno, responder, []);
    await c.configuracoes.avancarRelogio(2_000);
    expect(await textos(conversaId)).toEqual([recado, 'entendeu?']);
  });

  it('does not come back when the late answer to its first text is redone', async () => {
    const { idProvedor, conversaId } = await chegou();
    const turno = await c.abrir(conversaId);
    await editar(idProvedor);
    const fechamento = await c.turnos.fechar(turno, responder, []);
    if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
    const silencio: Desfecho = { tipo: 'silencio', motivo: 'x' };
    await c.turnos.fechar(await c.abrir(conversaId), silencio, []);
    await c.configuracoes.avancarRelogio(11 * 60_000);
    const r = await c.envios.reivindicar(fechamento.mensagens[0]!, semLimites, leaseEnvioMs);
    expect(r).toMatchObject({ motivo: 'atrasada' });
    expect(await c.turnos.abrir(conversaId, leaseMs)).toEqual({ tipo: 'nada_pendente' });
  });

  /** Whether nobody ever reads an edit that is being stored at the instant its turn is taken up by another worker. */
  const seriaPerdida = async (): Promise<boolean> => {
    const { idProvedor, conversaId } = await chegou();
    await c.abrir(conversaId);
    await c.configuracoes.avancarRelogio(leaseMs + 1);
    const abertura = await c.banco.sql.begin(async (tx) => {
      await tx`select conversas_editar('julia', ${idProvedor}, ${recado}, ${recado.length})`;
      const abrindo = c.abrir(conversaId);
      const abertos: Turno[] = [];
      void abrindo.then((turno) => abertos.push(turno));
      const espera = async () =>
        (
          await c.banco.sql`select from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`
        ).length > 0;
      while (abertos.length === 0 && !(await espera()));
      return { abrindo };
    });
    const turno = await abertura.abrindo;
    await c.turnos.fechar(turno, responder, []);
    const depois = await c.turnos.abrir(conversaId, leaseMs);
    return turno.pendentes[0]?.texto !== recado && depois.tipo === 'nada_pendente';
  };

  it('is not lost when its turn is taken up while it is being stored', async () => {
    expect(await seriaPerdida()).toBe(false);
  });

  it('would be lost then without the lock on the conversation', async () => {
    const desfazer = await mutante(c.banco, 'conversas_editar_em', [
      ['v_mensagem := travar_envio(v_mensagem.id);', ''],
      ['where id = v_mensagem.conversa_id', 'where false'],
    ]);
    try {
      expect(await seriaPerdida()).toBe(true);
    } finally {
      await desfazer();
    }
  });
});
