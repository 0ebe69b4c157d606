import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte, portaLivre } from '../infra/espera.ts';
import { MedicoNoBanco } from './consultas.ts';
import { montarPalco, type Palco } from './palco.ts';

const pergunta = 'oi, tem plantão de anestesia nos próximos dias?';
let palco: Palco;
let proximo = 0;

function novoMedico(): { telefone: string; noBanco: MedicoNoBanco } {
  const telefone = `55119555500${String((proximo += 1)).padStart(2, '0')}`;
  return { telefone, noBanco: new MedicoNoBanco(palco, telefone) };
}

beforeAll(async () => {
  // Júlia types as slowly as a person would, so that others can act meanwhile.
  palco = await montarPalco({ ambiente: () => ({ RITMO_HUMANO: 'true' }) });
}, 60_000);
afterEach(() => palco.simulador.desligarTudo());
afterAll(() => palco.desmontar());

/** The reply is written and Júlia is typing it: nothing has been claimed yet. */
async function enquantoDigita(telefone: string, agir: () => Promise<unknown>): Promise<void> {
  await palco.simulador.escrever({ telefone, texto: pergunta });
  const { sql } = palco.banco;
  await esperarAte(
    async () => {
      const [linha] = await sql`
        select 1 from mensagens m join medico_aliases a on a.medico_id = m.medico_id
        where a.valor = ${telefone} and m.direcao = 'saida' and m.status = 'pendente'`;
      return linha;
    },
    20_000,
    'a resposta escrita',
    5,
  );
  await agir();
}

async function encerrada(noBanco: MedicoNoBanco): Promise<string | undefined> {
  return esperarAte(async () => {
    const [saida] = await noBanco.saidas();
    return saida && saida.status !== 'pendente' && saida.status !== 'enviando' && saida.status;
  });
}

describe('what people decided before the moment of sending wins', () => {
  it('a person takes over while Júlia is typing: nothing more leaves', async () => {
    const { telefone, noBanco } = novoMedico();
    await enquantoDigita(telefone, async () => {
      await palco.simulador.digitarNoAparelho(telefone, 'deixa comigo');
      await esperarAte(async () => (await noBanco.handoffAberto()) !== null);
    });
    expect(await encerrada(noBanco)).toBe('cancelada');
    expect(await palco.simulador.textosDaJulia(telefone)).toEqual([]);
  });

  it('the doctor opts out while Júlia is typing: only the confirmation leaves', async () => {
    const { telefone, noBanco } = novoMedico();
    await enquantoDigita(telefone, async () => {
      await palco.banco.sql`
        update medicos set optout_em = agora() where id =
          (select medico_id from medico_aliases where valor = ${telefone})`;
    });
    expect(['bloqueada', 'cancelada']).toContain(await encerrada(noBanco));
    expect(await palco.simulador.textosDaJulia(telefone)).toEqual([]);
  });

  it('a pause holds everything; what waited leaves after the resume', async () => {
    const { telefone } = novoMedico();
    await enquantoDigita(telefone, () =>
      palco.api('POST', '/admin/pausa', { quem: 'gestor', motivo: 'teste' }),
    );
    await esperarAte(() =>
      palco
        .logs('worker')
        .some(
          (l) =>
            l['job'] === 'mensagem.enviar' &&
            l['resultado'] === 'esperar' &&
            l['motivo'] === 'pausada',
        ),
    );
    expect(await palco.simulador.textosDaJulia(telefone)).toEqual([]);
    await palco.api('DELETE', '/admin/pausa', { quem: 'gestor' });
    await palco.rodarAgendado('processar-mensagens-agendadas');
    expect(await palco.simulador.esperarJulia(telefone)).toHaveLength(1);
  });

  it('after a long pause the old reply is not sent: the question is answered anew', async () => {
    const { telefone, noBanco } = novoMedico();
    await enquantoDigita(telefone, () =>
      palco.api('POST', '/admin/pausa', { quem: 'gestor', motivo: 'teste' }),
    );
    await palco.avancarRelogio(11 * 60_000);
    await palco.api('DELETE', '/admin/pausa', { quem: 'gestor' });
    await palco.rodarAgendado('processar-mensagens-agendadas');
    expect(await palco.simulador.esperarJulia(telefone)).toHaveLength(1);
    const saidas = await noBanco.saidas();
    expect(saidas.map((saida) => saida.status === 'cancelada')).toEqual([true, false]);
  });
});

describe('twenty doctors and one vaga', () => {
  it('reserves it once and tells the others honestly', async () => {
    const { sql } = palco.banco;
    const [unica] = await sql<{ id: string }[]>`
      select v.id from vagas v join especialidades e on e.id = v.especialidade_id
      where e.nome = 'Anestesiologia' and v.status = 'aberta' and v.inicio > agora() + interval '1 day'
      order by v.inicio limit 1`;
    await sql`update vagas set status = 'cancelada'
      where especialidade_id = (select id from especialidades where nome = 'Anestesiologia')
        and status = 'aberta' and id <> ${unica?.id ?? ''}`;
    const medicos = Array.from({ length: 20 }, novoMedico);
    await Promise.all(
      medicos.map(({ telefone }) => palco.simulador.escrever({ telefone, texto: pergunta })),
    );
    await Promise.all(
      medicos.map(({ telefone }) => palco.simulador.esperarJulia(telefone, 1, 60_000)),
    );
    await Promise.all(
      medicos.map(({ telefone }) => palco.simulador.escrever({ telefone, texto: 'pode reservar' })),
    );
    await Promise.all(
      medicos.map(({ telefone }) => palco.simulador.esperarJulia(telefone, 2, 60_000)),
    );

    const plantoes = await Promise.all(medicos.map(({ noBanco }) => noBanco.plantoes()));
    expect(plantoes.reduce((soma, n) => soma + n, 0)).toBe(1);
    const confirmados: boolean[] = [];
    for (const { telefone } of medicos) {
      const textos = await palco.simulador.textosDaJulia(telefone);
      confirmados.push(
        /reservad|reservei|fechad/i.test(textos[1] ?? '') &&
          !/não|nao|já foi|outro/i.test(textos[1] ?? ''),
      );
    }
    expect(confirmados).toEqual(plantoes.map((n) => n === 1));
  }, 120_000);
});

describe('a lembrete asked for in the chat', () => {
  const job = 'processar-mensagens-agendadas';

  it('reaches the phone when its time comes, once, with three schedulers running', async () => {
    const { telefone, noBanco } = novoMedico();
    await palco.simulador.escrever({ telefone, texto: 'me chama segunda às 10h' });
    await palco.simulador.esperarJulia(telefone);
    await noBanco.saidas();
    const [lembrete] = await palco.banco.sql<{ agendar_para: Date }[]>`
      select m.agendar_para from mensagens m join medico_aliases a on a.medico_id = m.medico_id
      where a.valor = ${telefone} and m.tipo = 'lembrete'`;
    const { agora } = await palco.api<{ agora: string }>('GET', '/admin/relogio');
    await palco.avancarRelogio(
      (lembrete?.agendar_para.getTime() ?? 0) - new Date(agora).getTime() + 1_000,
    );
    // A tick long past: each of the three schedulers finds that the latest one was missed.
    const antigo = `${job}@2026-01-05T12:00:00.000Z`;
    await palco.api('POST', `/jobs/${job}`, undefined, { 'idempotency-key': antigo });
    await Promise.all(
      ['scheduler', 'scheduler-b', 'scheduler-c'].map((como) =>
        palco.subirServico('scheduler', { como }),
      ),
    );
    await palco.simulador.esperarJulia(telefone, 2);
    await noBanco.esperarSossego();
    const porTick = () => palco.banco.sql<{ tick: Date; n: number }[]>`
      select tick, count(*)::int as n from execucoes_jobs
      where nome = ${job} and tick > '2026-02-01' group by tick`;
    // The old tick itself may have released it before any of the three caught up.
    await esperarAte(async () => (await porTick()).length > 0, 30_000, 'a tick of a scheduler');
    expect((await porTick()).every(({ n }) => n === 1)).toBe(true);
    expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(2);
  });
});

/** An Evolution that does not say it is the simulador, and otherwise does what the simulador does. */
async function evolutionQualquer(
  simulador: string,
): Promise<{ url: string; parar: () => Promise<void> }> {
  const servidor = createServer((pedido, resposta) => {
    void (async () => {
      if (pedido.url === '/') {
        resposta
          .setHeader('content-type', 'application/json')
          .end('{"status":200,"version":"2.3.7"}');
        return;
      }
      const volta = await fetch(`${simulador}${pedido.url ?? '/'}`, {
        method: pedido.method ?? 'GET',
        headers: { apikey: String(pedido.headers['apikey']), 'content-type': 'application/json' },
        ...(pedido.method === 'GET' ? {} : { body: await text(pedido) }),
      });
      resposta.statusCode = volta.status;
      resposta.setHeader('content-type', 'application/json').end(await volta.text());
    })();
  });
  const porta = await portaLivre();
  servidor.listen(porta, '127.0.0.1');
  await once(servidor, 'listening');
  return {
    url: `http://127.0.0.1:${porta}`,
    parar: async () => {
      servidor.closeAllConnections();
      servidor.close();
      await once(servidor, 'close');
    },
  };
}

describe('outside production', () => {
  it('nothing leaves to a number that is not on the list once the other side is not the simulador', async () => {
    const evolution = await evolutionQualquer(palco.simulador.url);
    const [permitido, outro] = [novoMedico(), novoMedico()];
    await palco.processo('worker').parar();
    await palco.subirServico('worker', {
      extra: { EVOLUTION_API_URL: evolution.url, DESTINOS_PERMITIDOS: permitido.telefone },
    });
    await palco.simulador.escrever({ telefone: outro.telefone, texto: 'oi' });
    await palco.simulador.escrever({ telefone: permitido.telefone, texto: 'oi' });
    await palco.simulador.esperarJulia(permitido.telefone);
    expect(await encerrada(outro.noBanco)).toBe('bloqueada');
    expect(await outro.noBanco.saidas()).toMatchObject([{ motivo: 'destino_nao_permitido' }]);
    expect(await palco.simulador.textosDaJulia(outro.telefone)).toEqual([]);
    await evolution.parar();
  });
});
