import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppError } from '@julia/domain';
import { esperarAte } from '@julia/infra';
import type { TransactionSql } from 'postgres';
import {
  criarCenario,
  leaseEnvioMs,
  leaseMs,
  mutante,
  novoTelefone,
  proximo,
  semLimites,
  type Cenario,
} from '../test/cenario.ts';

/** What the sweep saw of a step that another connection has made and not yet committed. */
interface Vista {
  /** Whether it had to wait for the other connection. */
  readonly esperou: boolean;
  /** What came of it in the end, or the code with which the sweep failed. */
  readonly resultado: string;
}
interface Cena {
  readonly oque: string;
  readonly encenar: () => Promise<Vista>;
  readonly certo: string;
  readonly semTrava: string;
}
type Trocas = Parameters<typeof mutante>[2];

const semTrava: Trocas = [[' for no key update skip locked', '']];
const comEspera: Trocas = [[' skip locked', '']];

describe('the sweep beside sends and turns', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
    await c.irPara(1, '09:00');
  });
  afterAll(() => c.banco.parar());

  /** With the sweep changed so. */
  const comMutante = async <T>(trocas: Trocas, encenar: () => Promise<T>): Promise<T> => {
    const desfazer = await mutante(c.banco, 'varredura_varrer', trocas);
    try {
      return await encenar();
    } finally {
      await desfazer();
    }
  };

  const alguemEspera = async (): Promise<boolean> => {
    const [linha] = await c.banco.sql<{ ha: boolean }[]>`
      select exists (select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock') as ha`;
    return linha!.ha;
  };

  /** Sweeps while another connection has made `passo`, which is committed once the sweep ended or waits for it. */
  const varrerDurante = async (passo: (tx: TransactionSql) => Promise<unknown>) => {
    const meio = await c.banco.sql.begin(async (tx) => {
      await passo(tx);
      let terminou = false;
      const varrendo = c.varredura
        .varrer(100)
        .then(
          ({ expiradas }) => ({ expiradas, falha: null }),
          (erro: unknown) => ({ expiradas: 0, falha: AppError.from(erro).code }),
        )
        .finally(() => (terminou = true));
      await esperarAte(async () => terminou || (await alguemEspera()));
      return { esperou: !terminou, varrendo };
    });
    return { esperou: meio.esperou, ...(await meio.varrendo) };
  };

  const reivindicada = async () => {
    const { mensagens } = await c.responder(novoTelefone());
    const r = await c.envios.reivindicar(mensagens[0]!, semLimites, leaseEnvioMs);
    if (r.tipo !== 'enviar') throw new Error(JSON.stringify(r));
    return { id: mensagens[0]!, token: r.token };
  };

  const cenas: readonly Cena[] = [
    {
      oque: 'a message whose outcome is stored as its claim ends',
      certo: 'enviada',
      semTrava: 'MOVIMENTO_ILEGAL',
      encenar: async () => {
        const { id, token } = await reivindicada();
        await c.configuracoes.avancarRelogio(leaseEnvioMs + 1);
        const { esperou, falha } = await varrerDurante((tx) => {
          const aceita = { tipo: 'aceita', idProvedor: proximo('AO_LADO') };
          return tx`select envios_concluir(${id}, ${token}, ${tx.json(aceita)})`;
        });
        return { esperou, resultado: falha ?? (await c.status(id)).status };
      },
    },
    {
      oque: 'a message that is claimed as it expires',
      certo: 'enviando',
      semTrava: 'MOVIMENTO_ILEGAL',
      encenar: async () => {
        const { conversaId } = await c.conversaNova();
        // Sooner than the claim ends.
        const expira = new Date((await c.agora()).getTime() + 30_000);
        const id = await c.enfileirar(conversaId, { tipo: 'manual', expira_em: expira });
        const { esperou, falha } = await varrerDurante(async (tx) => {
          await tx`select envios_reivindicar(${id}, ${tx.json({ ...semLimites })}, ${leaseEnvioMs}, ${randomUUID()})`;
          await c.configuracoes.avancarRelogio(30_000);
        });
        return { esperou, resultado: falha ?? (await c.status(id)).status };
      },
    },
    {
      oque: 'a conversation whose worker renews its lease as it ends',
      certo: 'do dono',
      semTrava: 'de ninguém',
      encenar: async () => {
        const { conversaId } = await c.conversaNova();
        const { turnoId, token } = await c.abrir(conversaId);
        await c.configuracoes.avancarRelogio(leaseMs + 1);
        const { esperou, falha } = await varrerDurante(
          (tx) => tx`select turnos_renovar(${conversaId}, ${turnoId}, ${token}, ${leaseMs})`,
        );
        const [linha] = await c.banco.sql<{ lease_token: string | null }[]>`
          select lease_token from conversas where id = ${conversaId}`;
        const dono = linha!.lease_token === token ? 'do dono' : 'de ninguém';
        return { esperou, resultado: falha ?? dono };
      },
    },
    {
      oque: 'what another sweep is cancelling',
      certo: '3 canceladas',
      semTrava: '6 canceladas',
      encenar: async () => {
        const { conversaId } = await c.conversaNova();
        for (let n = 0; n < 3; n += 1) {
          await c.enfileirar(conversaId, { tipo: 'manual', expira_em: await c.agora() });
        }
        let primeira = 0;
        const { esperou, falha, expiradas } = await varrerDurante(async (tx) => {
          const [linha] = await tx<{ n: number }[]>`
            select (varredura_varrer(100) ->> 'expiradas')::int as n`;
          primeira = linha!.n;
        });
        return { esperou, resultado: falha ?? `${primeira + expiradas} canceladas` };
      },
    },
  ];

  it.each(cenas)('passes by $oque, without waiting', async ({ encenar, certo }) => {
    expect(await encenar()).toEqual({ esperou: false, resultado: certo });
  });

  it.each(cenas)(
    'would not pass by $oque without its lock',
    async ({ encenar, semTrava: dano }) => {
      expect(await comMutante(semTrava, encenar)).toEqual({ esperou: true, resultado: dano });
    },
  );

  it.each(cenas)('would wait for $oque if it did not skip', async ({ encenar, certo }) => {
    expect(await comMutante(comEspera, encenar)).toEqual({ esperou: true, resultado: certo });
  });

  const varreduras = () => Promise.all(Array.from({ length: 4 }, () => c.varredura.varrer(100)));

  /**
   * Six messages and two workers, all with sweeps beside them. Whoever holds a claim posts at its end, once the sweeps
   * had their say and what they call uncertain was looked up and not found.
   */
  const enviar = async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => (await c.responder(novoTelefone())).mensagens[0]!),
    );
    const tentar = async (id: string) => ({
      id,
      r: await c.envios.reivindicar(id, semLimites, leaseEnvioMs),
    });
    const reivindicar = async () => {
      const [tentativas] = await Promise.all([
        Promise.all([...ids, ...ids].map(tentar)),
        varreduras(),
      ]);
      return tentativas.flatMap(({ id, r }) => (r.tipo === 'enviar' ? [{ id, ...r }] : []));
    };
    const primeiras = await reivindicar();
    await varreduras();
    const incertas = await c.banco.sql<{ id: string; token: string }[]>`
      select id, envio_token as token from mensagens where status = 'incerta' and id in ${c.banco.sql(ids)}`;
    for (const { id, token } of incertas)
      await c.envios.resolverIncerta(id, token, { tipo: 'nao_enviada' });
    const posts = [...primeiras, ...(await reivindicar())];
    const concluir = ({ id, token }: { id: string; token: string }) =>
      c.envios.concluir(id, token, { tipo: 'aceita', idProvedor: proximo('AO_LADO') });
    await Promise.all([...posts.map(concluir), varreduras()]);
    const enviadas = await c.banco.sql`
      select 1 from mensagens where status = 'enviada' and id in ${c.banco.sql(ids)}`;
    return { posts: posts.length, enviadas: enviadas.length };
  };

  it('leaves a claim that is alive to its worker: each message is posted once and none is lost', async () => {
    expect(await enviar()).toEqual({ posts: 6, enviadas: 6 });
  });

  it('would have messages posted twice if it did not look at the end of a claim', async () => {
    const semPrazo: Trocas = [['and envio_lease_ate < v_agora', '']];
    expect((await comMutante(semPrazo, enviar)).posts).toBe(12);
  });

  /** How many of two workers each get at six conversations with sweeps beside them, before and after. */
  const abrir = async (): Promise<number> => {
    const conversas = await Promise.all(Array.from({ length: 6 }, () => c.conversaNova()));
    const tentar = async () => {
      const [aberturas] = await Promise.all([
        Promise.all(
          [...conversas, ...conversas].map(({ conversaId }) => c.turnos.abrir(conversaId, leaseMs)),
        ),
        varreduras(),
      ]);
      return aberturas.filter(({ tipo }) => tipo === 'aberto').length;
    };
    const primeiros = await tentar();
    await varreduras();
    return primeiros + (await tentar());
  };

  it('leaves a lease that is alive to its worker: each conversation is answered by one', async () => {
    expect(await abrir()).toBe(6);
  });

  it('would have conversations answered by two if it did not look at the end of a lease', async () => {
    const semPrazo: Trocas = [['where lease_ate < v_agora', 'where lease_ate is not null']];
    expect(await comMutante(semPrazo, abrir)).toBeGreaterThanOrEqual(12);
  });
});
