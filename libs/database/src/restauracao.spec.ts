import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import {
  criarCenario,
  leaseEnvioMs,
  novoTelefone,
  proximo,
  recebida,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

interface Livro {
  chaveId: string;
  semNome: number;
  linhas: [string, string, string | null][];
}

const semLivros: readonly Livro[] = [];

async function lerLivro(c: Cenario): Promise<Livro> {
  const [linha] = await c.banco.sql<{ livro: Livro }[]>`select interno.livro_de_optout() as livro`;
  return linha!.livro;
}

async function sair(c: Cenario, telefone: string): Promise<string> {
  const { conversaId, medicoId } = await c.receber(telefone, 'não quero mais receber mensagens');
  const turno = await c.abrir(conversaId);
  const fechamento = await c.turnos.fechar(turno, { tipo: 'optout', confirmacao: 'ok, tirei' }, []);
  if (fechamento.tipo !== 'fechado') throw new Error(fechamento.motivo);
  await c.enviar(fechamento.mensagens[0]!);
  return medicoId;
}

/** A doctor as an import writes one: a row and a phone. */
async function importar(c: Cenario, telefone: string): Promise<string> {
  const { sql } = c.banco;
  const [medico] = await sql<{ id: string }[]>`
    insert into medicos (nome, origem) values ('Importada', 'importacao') returning id`;
  await sql`insert into medico_aliases (tipo, valor, medico_id, visto_em)
    values ('telefone', ${telefone}, ${medico!.id}, agora())`;
  return medico!.id;
}

describe('the memory of opt-outs', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());

  const optout = async (medicoId: string): Promise<Date | null> => {
    const [linha] = await c.banco.sql<{ optout_em: Date | null }[]>`
      select optout_em from medicos where id = ${medicoId}`;
    return linha!.optout_em;
  };

  it('outlives an erasure followed by a new import', async () => {
    const telefone = novoTelefone();
    const antes = await sair(c, telefone);
    const saida = await optout(antes);
    await c.banco.sql`delete from medico_aliases where medico_id = ${antes}`;
    const depois = await importar(c, telefone);
    expect(await optout(depois)).toEqual(saida);
    expect(await optout(await importar(c, novoTelefone()))).toBeNull();
  });

  it('knows a name learned after the opt-out', async () => {
    const telefone = novoTelefone();
    const medicoId = await sair(c, telefone);
    const lid = proximo('99887766');
    await c.receber(telefone, 'oi', { pessoa: { telefone, lid } });
    await c.banco.sql`delete from medico_aliases where medico_id = ${medicoId}`;
    const { medicoId: outro } = await c.receber('', 'oi', { pessoa: { telefone: null, lid } });
    expect(outro).not.toBe(medicoId);
    expect(await optout(outro)).not.toBeNull();
  });

  it('holds no phone, and its key cannot be read by the services', async () => {
    const telefone = novoTelefone();
    await sair(c, telefone);
    expect(JSON.stringify(await lerLivro(c))).not.toContain(telefone);
    const { sql } = c.banco;
    for (const tabela of ['interno.chave_optout', 'interno.optouts']) {
      const [linha] =
        await sql`select has_table_privilege('service_role', ${tabela}, 'select') as le`;
      expect(linha).toEqual({ le: false });
    }
  });

  it('is refused when it was made with another key, unless it is empty', async () => {
    const livro = await lerLivro(c);
    const juntar = (outro: Livro) =>
      c.banco.sql`select interno.juntar_livro_de_optout(${c.banco.sql.json(outro as never)}) as n`;
    await expect(juntar({ ...livro, chaveId: 'outra' })).rejects.toThrow(/another key/);
    expect([...(await juntar({ ...livro, chaveId: 'outra', linhas: [] }))]).toEqual([{ n: 0 }]);
  });
});

describe('a restored backup', () => {
  let c: Cenario;
  beforeEach(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterEach(() => c.banco.parar());

  const preparar = async (livros: readonly Livro[] = semLivros): Promise<unknown> => {
    const { sql } = c.banco;
    const [linha] = await sql`
      select interno.preparar_banco_restaurado(agora(), ${sql.json(livros as never)}, 'restore') as resumo`;
    return linha!['resumo'];
  };
  const reivindicar = (id: string) => c.envios.reivindicar(id, semLimites, leaseEnvioMs);
  const controle = async (conversaId: string) => {
    const [linha] = await c.banco.sql<{ controle: string }[]>`
      select controle from conversas where id = ${conversaId}`;
    return linha!.controle;
  };

  it('cannot message someone who opted out after it was made', async () => {
    const { conversaId, medicoId } = await c.conversaNova();
    const livro = await comoSeTivesseSaido(c, medicoId);
    expect(await preparar([livro])).toMatchObject({ optoutsNovos: 1 });
    await c.configuracoes.retomar('gestor');
    await c.irPara(3, '09:00');
    const campanha = await c.enfileirar(conversaId, { tipo: 'campanha', texto: 'temos vaga' });
    expect(await reivindicar(campanha)).toMatchObject({ status: 'cancelada', motivo: 'optout' });
  });

  it('cannot message someone it does not know who opted out after it was made', async () => {
    const desconhecido = novoTelefone();
    const livro = await comoSeTivesseSaido(c, await importar(c, desconhecido));
    await c.banco.sql`delete from medico_aliases where valor = ${desconhecido}`;
    await preparar([livro]);
    const medicoId = await importar(c, desconhecido);
    const [medico] = await c.banco.sql`select optout_em from medicos where id = ${medicoId}`;
    expect(medico!['optout_em']).not.toBeNull();
  });

  it('is paused, spends nothing more today and catches up no tick', async () => {
    const { conversaId, mensagens } = await c.responder(novoTelefone());
    for (const id of mensagens) await c.enviar(id);
    await c.banco.sql`insert into execucoes_jobs (nome, chave, tick, registrada_em)
      values ('relatorio-diario', 'r@1', agora() - interval '1 day', agora())`;
    await preparar();
    expect(await c.configuracoes.ler()).toMatchObject({ pausada: true });
    const agora = await c.agora();
    const [ultima] = await c.banco.sql<{ tick: Date }[]>`
      select max(tick) as tick from execucoes_jobs where nome = 'relatorio-diario'`;
    expect(Math.abs(agora.getTime() - ultima!.tick.getTime())).toBeLessThan(60_000);
    await c.configuracoes.retomar('gestor');
    const campanha = await c.enfileirar(conversaId, { tipo: 'campanha', texto: 'oi' });
    expect(await reivindicar(campanha)).toMatchObject({ tipo: 'esperar', motivo: 'espacamento' });
    await c.irPara(2, '09:00');
    expect(await reivindicar(campanha)).toMatchObject({ tipo: 'enviar' });
  });

  it('sends nothing that waited or was leaving when it was made', async () => {
    const { conversaId, mensagens } = await c.responder(novoTelefone(), ['um', 'dois']);
    await reivindicar(mensagens[0]!);
    const outra = await c.conversaNova();
    const campanha = await c.enfileirar(outra.conversaId, { tipo: 'campanha', texto: 'oi' });
    expect(await preparar()).toMatchObject({ saidasEncerradas: 3 });
    expect(await c.status(mensagens[0]!)).toEqual({ status: 'falhou', motivo: 'sem_prova' });
    expect((await c.status(mensagens[1]!)).status).toBe('cancelada');
    expect(await c.status(campanha)).toEqual({ status: 'cancelada', motivo: 'restaurado' });
    expect(await controle(conversaId)).toBe('humano');
    await c.configuracoes.retomar('gestor');
    expect((await c.varredura.varrer(100)).mensagens).toEqual([]);
  });

  it('keeps reminders that are still to come and drops those whose time went by', async () => {
    const { conversaId } = await c.conversaNova();
    const daqui = async (horas: number) =>
      new Date((await c.agora()).getTime() + horas * 3_600_000).toISOString();
    const lembrete = { tipo: 'lembrete', texto: 'vc pediu pra eu chamar' };
    const futuro = await c.enfileirar(conversaId, { ...lembrete, agendar_para: await daqui(30) });
    const passado = await c.enfileirar(conversaId, { ...lembrete, agendar_para: await daqui(-1) });
    await preparar();
    expect((await c.status(futuro)).status).toBe('pendente');
    expect(await c.status(passado)).toEqual({ status: 'cancelada', motivo: 'restaurado' });
  });

  it('leaves what nobody answered to a person, and still obeys a refusal in it', async () => {
    const { conversaId } = await c.receber(novoTelefone(), 'não quero mais');
    const aberto = await c.abrir(conversaId);
    expect(await preparar()).toMatchObject({ conversasComPessoa: 1 });
    const turno = await c.abrir(conversaId);
    expect(turno).toMatchObject({ controle: 'humano', pendentes: [{ texto: 'não quero mais' }] });
    expect(turno.turnoId).not.toBe(aberto.turnoId);
  });

  it('does not answer by itself what was written before the restore and arrives after it', async () => {
    const conhecida = await c.conversaNova();
    const antiga = new Date((await c.agora()).getTime() - 60_000).toISOString();
    await preparar();
    await c.receber(conhecida.telefone, 'e aí?', { enviadaEm: antiga });
    expect(await controle(conhecida.conversaId)).toBe('humano');

    await c.configuracoes.avancarRelogio(60_000);
    const enviadaEm = (await c.agora()).toISOString();
    const nova = recebida(novoTelefone(), 'oi', { enviadaEm });
    const { conversaId } = await c.receber(nova.pessoa.telefone!, 'oi', nova);
    expect(await controle(conversaId)).toBe('julia');
  });

  it('of one database cannot take the memory of another for its own', async () => {
    const outro = await criarCenario();
    try {
      const telefone = novoTelefone();
      const { medicoId } = await c.receber(telefone, 'oi');
      // Test databases are copies of one template and would share its key.
      await outro.banco.sql`update interno.chave_optout set chave = sha256('outra')`;
      await sair(outro, telefone);
      const [linha] = await outro.banco.sql<{ livro: Livro }[]>`
        select interno.livro_de_optout(${await chaveDe(c)}) as livro`;
      expect(linha!.livro).toMatchObject({ semNome: 0, linhas: { length: 1 } });
      await expect(preparar([await lerLivro(outro)])).rejects.toThrow(/another key/);
      expect(await preparar([linha!.livro])).toMatchObject({ optoutsNovos: 1 });
      const [medico] = await c.banco.sql`select optout_em from medicos where id = ${medicoId}`;
      expect(medico!['optout_em']).not.toBeNull();
    } finally {
      await outro.banco.parar();
    }
  });
});

async function chaveDe(c: Cenario): Promise<Buffer> {
  const [linha] = await c.banco.sql<{ chave: Buffer }[]>`select chave from interno.chave_optout`;
  return linha!.chave;
}

/** The ledger of a later moment, while this database goes back to where nobody had left. */
async function comoSeTivesseSaido(c: Cenario, medicoId: string): Promise<Livro> {
  const { sql } = c.banco;
  await sql`update medicos set optout_em = agora() where id = ${medicoId}`;
  const livro = await lerLivro(c);
  expect(livro.linhas).toHaveLength(1);
  await sql`update medicos set optout_em = null where id = ${medicoId}`;
  await sql`delete from interno.optouts`;
  return livro;
}
