import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte } from '../infra/espera.ts';
import { iniciarProxy, type ProxyTcp } from '../infra/proxy-falhas.ts';
import { iniciarProxyHttp, type ProxyHttp } from '../infra/proxy-http.ts';
import { MedicoNoBanco } from './consultas.ts';
import { montarPalco, type Palco } from './palco.ts';

/** Independent stages, so that waiting for one killed worker's jobs does not hold up the next kill. */
const quantosPalcos = 5;
const minuto = 60_000;

type Momento = 'antes de encaminhar' | 'depois da resposta';

interface Cena {
  readonly palco: Palco;
  readonly http: readonly ProxyHttp[];
  readonly redis: ProxyTcp;
}

/** The seed has one vaga of anestesia a day; every doctor of a stage takes one, and there may be dozens of doctors. */
async function abrirMaisVagas({ banco }: Palco): Promise<void> {
  await banco.sql`
    insert into vagas (hospital_id, setor_id, especialidade_id, periodo_id, inicio, fim, valor_centavos)
    select v.hospital_id, v.setor_id, v.especialidade_id, v.periodo_id, v.inicio, v.fim, v.valor_centavos
    from vagas v join especialidades e on e.id = v.especialidade_id cross join generate_series(1, 4)
    where e.nome = 'Anestesiologia'`;
}

async function montarCena(): Promise<Cena> {
  const palco = await montarPalco({ servicos: ['api'] });
  await abrirMaisVagas(palco);
  const destinos = [palco.banco.urlSupabase, palco.simulador.url, palco.simulador.url];
  const http = await Promise.all(destinos.map((destino) => iniciarProxyHttp({ destino })));
  const redis = await iniciarProxy({ destino: { host: '127.0.0.1', porta: palco.redis.porta } });
  return { palco, http, redis };
}

/** Only the worker goes through the proxies. */
async function subirWorker({ palco, http, redis }: Cena): Promise<void> {
  const [supabase, modelo, evolution] = http.map((proxy) => proxy.url);
  await palco.subirServico('worker', {
    extra: {
      SUPABASE_URL: supabase ?? '',
      ANTHROPIC_BASE_URL: modelo ?? '',
      EVOLUTION_API_URL: evolution ?? '',
      REDIS_URL: `redis://127.0.0.1:${redis.porta}`,
    },
  });
}

interface Armadilha {
  /** After this nothing kills the worker any more, whatever is still on its way. */
  desarmar(): void;
  morreu(): boolean;
}

/** Kills the worker at the k-th crossing from now on. */
function armar(cena: Cena, k: number, momento: Momento, onde: 'http' | 'redis'): Armadilha {
  let travessias = 0;
  let estado: 'armada' | 'disparada' | 'desarmada' = 'armada';
  const talvezMatar = (): 'calar' | undefined => {
    if (estado === 'desarmada') return undefined;
    travessias += 1;
    if (estado === 'armada' && travessias < k) return undefined;
    if (estado === 'armada') cena.palco.processo('worker').sinalizar('SIGKILL');
    estado = 'disparada';
    return 'calar';
  };
  const gancho = momento === 'antes de encaminhar' ? 'antesDeEncaminhar' : 'depoisDaResposta';
  const proxies = onde === 'http' ? cena.http : [cena.redis];
  for (const proxy of proxies) proxy.usarGanchos({ [gancho]: talvezMatar });
  return {
    morreu: () => estado === 'disparada',
    desarmar: () => {
      if (estado === 'armada') estado = 'desarmada';
      for (const proxy of proxies) proxy.usarGanchos({});
    },
  };
}

interface Desfecho {
  readonly respostas: number;
  readonly plantoes: number;
}

/** One doctor accepts a vaga while the worker dies at crossing k. Null when the turn had fewer than k: it lived. */
async function encenar(
  cena: Cena,
  telefone: string,
  k: number,
  momento: Momento,
  onde: 'http' | 'redis',
): Promise<Desfecho | null> {
  const { palco } = cena;
  const noBanco = new MedicoNoBanco(palco, telefone);
  await palco.simulador.escrever({
    telefone,
    texto: 'oi, tem plantão de anestesia nos próximos dias?',
  });
  await palco.simulador.esperarJulia(telefone);
  await noBanco.esperarSossego();

  const armadilha = armar(cena, k, momento, onde);
  await palco.simulador.escrever({ telefone, texto: 'pode reservar' });
  const acabou = async () =>
    armadilha.morreu() ||
    ((await palco.simulador.textosDaJulia(telefone)).length >= 2 &&
      (await noBanco.estaSossegado()));
  await esperarAte(acabou, 30_000, 'a morte ou a resposta');
  // Disarmed first: a late crossing may still have sprung the trap.
  armadilha.desarmar();
  const morreu = armadilha.morreu();
  if (morreu) {
    await palco.processo('worker').fim;
    await subirWorker(cena);
    // The jobs come back by themselves: no sweep runs until nothing but proof is missing.
    const retomado = async () => (await noBanco.entradas()) >= 2 && (await noBanco.soFaltaProva());
    await esperarAte(retomado, 30_000, `a retomada depois da travessia ${k}`);
    await noBanco.deixarOTempoPassar({ entradas: 2 });
  }
  const respostas = (await palco.simulador.textosDaJulia(telefone)).length;
  return morreu ? { respostas, plantoes: await noBanco.plantoes() } : null;
}

describe('a worker killed at any crossing of a turn', () => {
  const cenas: Cena[] = [];

  beforeAll(async () => {
    // One after the other: what was set up is dismantled below even when a later one fails.
    for (let n = 0; n < quantosPalcos; n += 1) {
      const cena = await montarCena();
      cenas.push(cena);
      await subirWorker(cena);
    }
  }, 120_000);

  afterAll(async () => {
    await Promise.all(
      cenas.map(async ({ palco, http, redis }) => {
        await palco.desmontar();
        await Promise.all([...http, redis].map((proxy) => proxy.parar()));
      }),
    );
  });

  /** Every k from 1 until a turn has fewer crossings than k, shared out over the stages. `maximo` ends a sweep without end. */
  async function varrer(
    momento: Momento,
    onde: 'http' | 'redis',
    maximo: number,
  ): Promise<Map<number, Desfecho | null>> {
    const resultados = new Map<number, Desfecho | null>();
    let proximoK = 1;
    await Promise.all(
      cenas.map(async (cena) => {
        for (let k = proximoK++; k <= maximo; k = proximoK++) {
          const prefixo = onde === 'http' ? '551196' : '551195';
          const meio = momento === 'antes de encaminhar' ? '1' : '2';
          const resultado = await encenar(
            cena,
            `${prefixo}${meio}${String(k).padStart(6, '0')}`,
            k,
            momento,
            onde,
          );
          resultados.set(k, resultado);
          if (!resultado) return;
        }
      }),
    );
    return resultados;
  }

  it.each<[Momento, 'http' | 'redis', number]>([
    ['antes de encaminhar', 'http', 60],
    ['depois da resposta', 'http', 60],
    ['antes de encaminhar', 'redis', 60],
    ['depois da resposta', 'redis', 60],
  ])(
    '%s (%s): one reply, one reservation',
    async (momento, onde, maximo) => {
      const resultados = await varrer(momento, onde, maximo);
      const mortes = [...resultados].filter(([, resultado]) => resultado !== null);
      expect(mortes.length).toBeGreaterThan(5);
      for (const [k, resultado] of mortes) {
        expect({ k, ...resultado }).toEqual({ k, respostas: 2, plantoes: 1 });
      }
      // No stage gives up before its worker has outlived a turn, so nothing of a turn lies behind the last k.
      const ultimo = Math.max(...resultados.keys());
      expect([ultimo, resultados.get(ultimo)]).toEqual([ultimo, null]);
    },
    15 * minuto,
  );
});
