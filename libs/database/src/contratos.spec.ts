import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  contratoDeChamadasLlm,
  contratoDeExecucoes,
  contratoDeLembretes,
  contratoDeVagas,
  type HorarioDeVaga,
} from '@julia/domain/contratos';
import { criarCenario, proximo, type Cenario } from '../test/cenario.ts';
import { criarClienteSupabase, SupabaseChamadasLlm, SupabaseExecucoes } from './index.ts';

let c: Cenario;
beforeAll(async () => {
  c = await criarCenario();
  await c.irPara(1, '10:00');
});
afterAll(() => c.banco.parar());

const cliente = () => {
  const { urlSupabase: url, chave } = c.banco;
  return criarClienteSupabase({ url, chave, prazoMs: 20_000 });
};
const turnoNovo = async () => c.abrir((await c.conversaNova()).conversaId);

describe('SupabaseExecucoes', () => {
  contratoDeExecucoes(async () => ({
    execucoes: new SupabaseExecucoes(cliente()),
    avancar: async (ms) => {
      await c.configuracoes.avancarRelogio(ms);
    },
  }));
});

describe('SupabaseLembretes', () => {
  contratoDeLembretes(async () => ({
    lembretes: c.lembretes,
    turno: turnoNovo,
    // Before the message that the turn answers: a doctor who leaves after it is not acted for at all.
    optout: async ({ conversaId }) => {
      await c.banco.sql`update medicos set optout_em = agora() - interval '1 hour'
        where id = (select medico_id from conversas where id = ${conversaId})`;
    },
    agora: () => c.agora(),
  }));
});

describe('SupabaseVagas', () => {
  /** Vagas of an especialidade of their own, so that nobody else is offered them. */
  const abrirVagas = async (especialidade: string, horarios: readonly HorarioDeVaga[]) => {
    const { sql } = c.banco;
    const [hospital] = await sql<{ id: string }[]>`
      insert into hospitais (nome, cidade, regiao)
      values (${`Hospital ${especialidade}`}, 'São Paulo', 'Zona Sul') returning id`;
    const [periodo] = await sql<{ id: string }[]>`
      insert into periodos (nome, inicio, fim, turno)
      values (${especialidade}, '07:00', '19:00', 'diurno') returning id`;
    const [nova] = await sql<{ id: string }[]>`
      insert into especialidades (nome) values (${especialidade}) returning id`;
    for (const { emHoras, horas } of horarios) {
      await sql`
        insert into vagas (hospital_id, especialidade_id, periodo_id, inicio, fim, valor_centavos)
        values (${hospital!.id}, ${nova!.id}, ${periodo!.id}, agora() + make_interval(hours => ${emHoras}),
          agora() + make_interval(hours => ${emHoras + horas}), 100000)`;
    }
  };

  contratoDeVagas(async (horarios) => {
    const especialidade = proximo('Contrato ');
    await abrirVagas(especialidade, horarios);
    const turno = async () => {
      const aberto = await turnoNovo();
      await c.banco.sql`update medicos set especialidade_id =
        (select id from especialidades where nome = ${especialidade}) where id = ${aberto.medico.id}`;
      return aberto;
    };
    return { vagas: c.vagas, turno };
  });
});

describe('SupabaseChamadasLlm', () => {
  contratoDeChamadasLlm(async () => new SupabaseChamadasLlm(cliente()));
});
