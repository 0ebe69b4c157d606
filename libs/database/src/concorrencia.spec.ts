import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  criarCenario,
  leaseEnvioMs,
  leaseMs,
  mutante,
  novoTelefone,
  proximo,
  propria,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

/**
 * Everything at once on the same few people, as on a bad day: the order of locks must hold (a deadlock would show as a
 * wait of a second and a retry), and the rules must hold afterwards.
 */
describe('all functions at once on the same conversations', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario({ seed: true, conexoes: 16 });
    await c.irPara(1, '10:00');
  });
  afterAll(() => c.banco.parar());

  const umPasso = async (telefone: string, lid: string, passo: number): Promise<void> => {
    const pessoas = [
      { telefone, lid: null },
      { telefone: null, lid },
      { telefone, lid },
    ];
    const pessoa = pessoas[passo % 3]!;
    const idProvedor = proximo('TEMPESTADE');
    const { conversaId } = await c.receber(telefone, 'oi', { pessoa, idProvedor });
    switch (passo % 6) {
      case 0:
        await c.banco.sql`
          select interno.nova_saida(c, 'campanha', ${proximo('campanha ')}, agora())
          from interno.travar_conversa(${conversaId}) as c where c.estado = 'ativa'`;
        break;
      case 1:
        await c.conversas.registrarPropria(propria(telefone, proximo('typed '), { pessoa }));
        await c.banco.sql`select handoffs_encerrar(${conversaId}, 'x', null)`;
        break;
      case 2:
        await c.varredura.varrer(50);
        break;
      case 3:
        await c.conversas.editar('julia', idProvedor, proximo('oi '));
        break;
      default: {
        const abertura = await c.turnos.abrir(conversaId, leaseMs);
        if (abertura.tipo !== 'aberto') break;
        const partes = [proximo('parte '), proximo('parte ')];
        await c.turnos.fechar(abertura.turno, { tipo: 'responder', partes, progresso: true }, []);
      }
    }
  };

  const enviarTudo = async (telefone: string): Promise<void> => {
    const pendentes = await c.banco.sql<{ id: string }[]>`
      select m.id from mensagens m join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${telefone} and m.status = 'pendente' order by random() limit 6`;
    await Promise.all(
      pendentes.map(async ({ id }) => {
        const r = await c.envios.reivindicar(id, semLimites, leaseEnvioMs);
        if (r.tipo !== 'enviar') return;
        const idProvedor = proximo('P');
        const eco = propria(telefone, r.texto, { idProvedor, enviadaEm: new Date().toISOString() });
        await Promise.all([
          c.conversas.registrarPropria(eco),
          c.conversas.aplicarStatus('julia', idProvedor, 'lida'),
          c.envios.concluir(id, r.token, { tipo: 'aceita', idProvedor }),
        ]);
      }),
    );
  };

  /** Eight rounds on three people of their own. Rejects when a call does. */
  const tempestade = async () => {
    const pessoas = Array.from({ length: 3 }, () => {
      const telefone = novoTelefone();
      return { telefone, lid: `66${telefone}` };
    });
    for (let rodada = 0; rodada < 8; rodada += 1) {
      await Promise.all(
        pessoas.flatMap(({ telefone, lid }, i) => [
          ...[0, 1, 2, 3].map((n) => umPasso(telefone, lid, rodada + n * 2 + i)),
          enviarTudo(telefone),
        ]),
      );
    }
    const [numeros] = await c.banco.sql<{ deadlocks: number; lidas: number }[]>`
      select (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks,
        (select count(*)::int from mensagens where direcao = 'saida' and autor = 'julia' and status = 'lida') as lidas`;
    return { ...numeros!, quebradas: await regrasQuebradas() };
  };

  const regrasQuebradas = async () => [
    ...(await c.banco.sql`
      select 'duas ativas' as regra from conversas where estado = 'ativa' group by medico_id having count(*) > 1
      union all
      select 'alias sem medico' from medico_aliases a join medicos m on m.id = a.medico_id where m.mesclado_com is not null
      union all
      select 'enviada sem leitura' from mensagens
        where autor = 'julia' and status in ('enviada', 'entregue') and id_provedor like 'P%'
      union all
      select 'conversa de outro medico' from mensagens m join conversas c on c.id = m.conversa_id
        where c.medico_id <> m.medico_id
      union all
      select 'sem prazo' from conversas c where c.estado = 'ativa' and c.responder_em is null and exists (
        select from mensagens m where m.conversa_id = c.id and m.direcao = 'entrada' and m.respondida_em is null)
      union all
      select 'presa em encerrada' from mensagens m join conversas c on c.id = m.conversa_id
        where c.estado = 'encerrada' and (m.status = 'pendente' or m.direcao = 'entrada' and m.respondida_em is null)
      union all
      select 'eco duplicado' from mensagens where autor = 'humano' and texto like 'parte %'`),
  ];

  it('neither deadlocks nor breaks a rule', async () => {
    const { deadlocks, lidas, quebradas } = await tempestade();
    expect(deadlocks).toBe(0);
    expect(lidas).toBeGreaterThan(0);
    expect(quebradas).toEqual([]);
  });

  it('would show it if people were not locked', async () => {
    const desfazer = await mutante(c.banco, 'travar_pessoa', [
      ['perform pg_advisory_xact_lock(v_chave);', 'null;'],
      ['perform from medicos where id = any (v_ids) order by id for no key update;', ''],
      // Long enough for whoever comes meanwhile, also on a busy machine.
      ['return v_ids;', 'perform pg_sleep(0.1); return v_ids;'],
    ]);
    try {
      const aguentou = await tempestade().then(
        ({ deadlocks, quebradas }) => deadlocks === 0 && quebradas.length === 0,
        () => false,
      );
      expect(aguentou).toBe(false);
    } finally {
      await desfazer();
    }
  });
});
