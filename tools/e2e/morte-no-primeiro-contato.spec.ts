import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { esperarAte } from '../infra/espera.ts';
import { iniciarProxyHttp, type ProxyHttp, type TravessiaHttp } from '../infra/proxy-http.ts';
import { MedicoNoBanco } from './consultas.ts';
import { montarPalco, type Palco } from './palco.ts';

/** Longer than the provider is asked about: nothing of ours is among what it tells then. */
const silencioMs = 31 * 60_000;

let palco: Palco;
let evolution: ProxyHttp;

const subirWorker = () =>
  palco.subirServico('worker', { extra: { EVOLUTION_API_URL: evolution.url } });

beforeAll(async () => {
  palco = await montarPalco({ servicos: ['api'] });
  evolution = await iniciarProxyHttp({ destino: palco.simulador.url });
  await subirWorker();
}, 60_000);
afterAll(async () => {
  await palco.desmontar();
  await evolution.parar();
});

/** Kills the worker at its next post of a text; `aoPassar` is whether the text leaves before that. */
function matarAoEnviar(aoPassar: boolean): void {
  const matar = ({ caminho }: TravessiaHttp): 'calar' | undefined => {
    if (!caminho.startsWith('/message/sendText')) return undefined;
    palco.processo('worker').sinalizar('SIGKILL');
    return 'calar';
  };
  evolution.usarGanchos(aoPassar ? { depoisDaResposta: matar } : { antesDeEncaminhar: matar });
}

describe('a worker killed at the first message of a quiet number', () => {
  it.each([
    ['before it left', false],
    ['after it left', true],
  ])(
    '%s: the doctor gets it once',
    async (_nome, aoPassar) => {
      const telefone = `551196660${aoPassar ? '2' : '1'}001`;
      const noBanco = new MedicoNoBanco(palco, telefone);
      await palco.avancarRelogio(silencioMs);
      matarAoEnviar(aoPassar);
      await palco.simulador.escrever({ telefone, texto: 'oi, tem plantão de anestesia?' });
      await esperarAte(() => !palco.processo('worker').vivo, 30_000, 'a morte do worker');
      evolution.usarGanchos({});
      await subirWorker();
      await esperarAte(() => noBanco.soFaltaProva(), 30_000, 'a retomada');
      await noBanco.deixarOTempoPassar({ entradas: 1 });
      expect(await palco.simulador.textosDaJulia(telefone)).toHaveLength(1);
      const saidas = await noBanco.saidas();
      expect(saidas.filter(({ status }) => status === 'falhou')).toEqual([]);
    },
    150_000,
  );
});
