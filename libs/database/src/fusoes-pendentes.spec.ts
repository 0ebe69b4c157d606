import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  criarCenario,
  leaseEnvioMs,
  mutante,
  novoTelefone,
  proximo,
  propria,
  recebida,
  semLimites,
  soLid,
  type Cenario,
} from '../test/cenario.ts';

const espera = { silencioMs: 0, maximoMs: 0 };

describe('two médicos that prove to be one person', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario({ seed: true });
  });
  afterAll(() => c.banco.parar());
  beforeEach(() => c.banco.sql`delete from fusoes_pendentes`);

  const unidas = async () => (await c.varredura.varrer(100)).pessoasUnidas;
  const pendentes = async () => (await c.banco.sql`select from fusoes_pendentes`).length;
  const sair = (medicoId: string) =>
    c.banco.sql`update medicos set optout_em = agora() where id = ${medicoId}`;
  const optoutDe = async (medicoId: string) => {
    const [linha] = await c.banco.sql<{ saiu: boolean }[]>`
      select optout_em is not null as saiu from medicos where id = ${medicoId}`;
    return linha?.saiu;
  };

  /** Writes under the phone and under the LID; then the provider tells the first message again under the LID. */
  const doisQueSaoUm = async () => {
    const telefone = novoTelefone();
    const mensagem = recebida(telefone, 'oi');
    const antigo = await c.conversas.registrarRecebida(mensagem, espera, 99);
    const { lid, pessoa } = soLid();
    const novo = await c.receber('', 'tem vaga?', { pessoa });
    await c.conversas.registrarRecebida({ ...mensagem, pessoa }, espera, 99);
    return { telefone, lid, antigo, novo };
  };
  /** Both answered, both answers claimed: two rows in flight, and a message that shows both names. */
  const doisEmVoo = async () => {
    const telefone = novoTelefone();
    const { lid, pessoa } = soLid();
    const antigo = await c.responder(telefone);
    const { conversaId } = await c.receber('', 'oi', { pessoa });
    const turno = await c.abrir(conversaId);
    const fim = await c.turnos.fechar(
      turno,
      { tipo: 'responder', partes: ['oi'], progresso: true },
      [],
    );
    if (fim.tipo !== 'fechado') throw new Error(fim.motivo);
    const emVoo = [antigo.mensagens[0]!, fim.mensagens[0]!];
    const tokens: string[] = [];
    for (const id of emVoo) {
      const claim = await c.envios.reivindicar(id, semLimites, leaseEnvioMs);
      if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
      tokens.push(claim.token);
    }
    await c.receber(telefone, 'sou eu', { pessoa: { telefone, lid } });
    const chegar = (i: number) =>
      c.envios.concluir(emVoo[i]!, tokens[i]!, { tipo: 'aceita', idProvedor: proximo('SAIDA') });
    return { telefone, lid, antigo, novoId: turno.medico.id, chegar };
  };

  it('by a stored message told again under the name of the other become one with the next sweep', async () => {
    const { telefone, lid, antigo, novo } = await doisQueSaoUm();
    expect(await c.medicoDe(lid)).toBe(novo.medicoId);
    expect(await unidas()).toBe(1);
    expect([await c.medicoDe(telefone), await c.medicoDe(lid)]).toEqual([
      antigo.medicoId,
      antigo.medicoId,
    ]);
    const { pendentes: mensagens } = await c.abrir(antigo.conversaId);
    expect(mensagens.map(({ texto }) => texto)).toEqual(['oi', 'tem vaga?']);
    expect([await pendentes(), await unidas()]).toEqual([0, 0]);
  });

  it('are noted once, however often it is told, and the opt-out of either half counts for the whole', async () => {
    const telefone = novoTelefone();
    const mensagem = recebida(telefone, 'oi');
    const antigo = await c.conversas.registrarRecebida(mensagem, espera, 99);
    const { pessoa } = soLid();
    const novo = await c.receber('', 'não me mande mais mensagem', { pessoa });
    await sair(novo.medicoId);
    for (let vez = 0; vez < 3; vez += 1) {
      await c.conversas.registrarRecebida({ ...mensagem, pessoa }, espera, 99);
    }
    expect(await pendentes()).toBe(1);
    expect(await unidas()).toBe(1);
    expect(await optoutDe(antigo.medicoId)).toBe(true);
  });

  it('get nothing proactive until they are one; answers go on', async () => {
    await c.irPara(1, '10:00');
    const { antigo, novo } = await doisQueSaoUm();
    const reivindicar = (id: string) => c.envios.reivindicar(id, semLimites, leaseEnvioMs);
    const lembretes: string[] = [];
    for (const { conversaId } of [antigo, novo]) {
      lembretes.push(await c.enfileirar(conversaId, { tipo: 'lembrete' }));
    }
    const resposta = await c.enfileirar(antigo.conversaId, { tipo: 'resposta' });
    for (const id of lembretes) {
      expect(await reivindicar(id)).toMatchObject({ tipo: 'esperar', motivo: 'fusao_pendente' });
    }
    await c.enviar(resposta);
    await sair(novo.medicoId);
    expect(await unidas()).toBe(1);
    for (const id of lembretes) {
      expect(await reivindicar(id)).toMatchObject({ tipo: 'encerrada', motivo: 'optout' });
    }
  });

  it('are merged without a further message once not both have one in flight', async () => {
    const { telefone, lid, antigo, novoId, chegar } = await doisEmVoo();
    expect(await c.medicoDe(lid)).toBe(novoId);
    expect([await unidas(), await pendentes()]).toEqual([0, 1]);
    await chegar(0);
    expect([await unidas(), await pendentes()]).toEqual([1, 0]);
    expect([await c.medicoDe(telefone), await c.medicoDe(lid)]).toEqual([
      antigo.medicoId,
      antigo.medicoId,
    ]);
    expect(await chegar(1)).toMatchObject({ status: 'enviada' });
  });

  it('by an echo under a name nobody knew, once its send is confirmed', async () => {
    const telefone = novoTelefone();
    const { medicoId, conversaId, mensagens } = await c.responder(telefone, ['oi doutora']);
    const claim = await c.envios.reivindicar(mensagens[0]!, semLimites, leaseEnvioMs);
    if (claim.tipo !== 'enviar') throw new Error(claim.tipo);
    const { lid, pessoa } = soLid();
    const eco = propria('', 'oi doutora', { pessoa });
    expect(await c.conversas.registrarPropria(eco)).toMatchObject({ tipo: 'humano' });
    const { idProvedor } = eco;
    await c.envios.concluir(mensagens[0]!, claim.token, { tipo: 'aceita', idProvedor });
    expect(await unidas()).toBe(1);
    expect(await c.medicoDe(lid)).toBe(medicoId);
    const [conversa] = await c.banco.sql`select controle from conversas where id = ${conversaId}`;
    expect(conversa).toEqual({ controle: 'julia' });
  });

  it('wait for the open turn of the newer one when it has promised something', async () => {
    const { antigo, novo } = await doisQueSaoUm();
    const turno = await c.abrir(novo.conversaId);
    await c.lembretes.agendar(turno, new Date((await c.agora()).getTime() + 86_400_000), 'oi');
    expect([await unidas(), await pendentes()]).toEqual([0, 1]);
    const desfecho = { tipo: 'responder', partes: ['te chamo amanhã'], progresso: true } as const;
    const fim = await c.turnos.fechar(turno, desfecho, []);
    if (fim.tipo !== 'fechado') throw new Error(fim.motivo);
    expect(await unidas()).toBe(1);
    await c.enviar(fim.mensagens[0]!);
    const linhas = await c.banco.sql<{ texto: string }[]>`
      select texto from mensagens where direcao = 'saida' and medico_id = ${antigo.medicoId}`;
    expect(linhas.map(({ texto }) => texto).sort()).toEqual(['oi', 'te chamo amanhã']);
  });

  /** The sweep while somebody else holds one of the two; true when it came back meanwhile. */
  const varrerComOcupado = async () => {
    const { novo } = await doisQueSaoUm();
    let voltou = false;
    const varrida = await c.banco.sql.begin(async (tx) => {
      await tx`select from medicos where id = ${novo.medicoId} for no key update`;
      const varrendo = c.varredura.varrer(100).then((pendencias) => {
        voltou = true;
        return pendencias;
      });
      const limite = performance.now() + 500;
      while (!voltou && performance.now() < limite) await tx`select pg_sleep(0.01)`;
      return { voltou, varrendo };
    });
    await varrida.varrendo;
    return varrida.voltou;
  };

  it('that somebody works with are left to the next sweep', async () => {
    expect(await varrerComOcupado()).toBe(true);
    expect([await unidas(), await pendentes()]).toEqual([1, 0]);
  });

  it('would hold up the sweep if it waited for them', async () => {
    const desfazer = await mutante(c.banco, 'mesclar_pendentes', [
      ['for no key update skip locked) travados', 'for no key update) travados'],
    ]);
    try {
      expect(await varrerComOcupado()).toBe(false);
    } finally {
      await desfazer();
    }
  });
});
