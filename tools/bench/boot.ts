import { readFileSync } from 'node:fs';
import { setTimeout as pausar } from 'node:timers/promises';
import { montarPalco } from '../e2e/palco.ts';
import { servicos } from '../stack/ambiente.ts';
import { comPostgres } from './com-postgres.ts';
import { imprimirTabela, percentil } from './tabela.ts';

/** `npm run bench:boot`: cold start to ready and idle memory per service. Goal: under 0.6 s and 130 MB. */
const vezes = 9;
/** What a start leaves to do is done by then: the first look for jobs, the return of memory. */
const ateOciosoMs = 2_000;

function memoriaMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

await comPostgres(async () => {
  const palco = await montarPalco({
    servicos: ['api'],
    // A machine's own list of certificates is read by a thread beside the start, and no image has one.
    ambiente: (original) => ({ ...original, NODE_EXTRA_CA_CERTS: '' }),
  });
  try {
    const linhas: (string | number)[][] = [];
    for (const { nome } of servicos) {
      // The first start leaves the compiled form that the images bring.
      if (nome !== 'api') await palco.subirServico(nome);
      await palco.processo(nome).parar();
      const tempos: number[] = [];
      const memorias: number[] = [];
      for (let vez = 0; vez < vezes; vez += 1) {
        const inicio = performance.now();
        await palco.subirServico(nome);
        tempos.push(performance.now() - inicio);
        await pausar(ateOciosoMs);
        memorias.push(memoriaMb(palco.processo(nome).pid));
        await palco.processo(nome).parar();
      }
      if (nome === 'api') await palco.subirServico(nome);
      linhas.push([
        nome,
        Math.round(percentil(tempos, 50)),
        Math.round(Math.max(...tempos)),
        percentil(memorias, 50),
        Math.max(...memorias),
      ]);
    }
    imprimirTabela(
      ['service', 'ready ms (p50)', 'ready ms (max)', 'idle MB (p50)', 'idle MB (max)'],
      linhas,
    );
  } finally {
    await palco.desmontar();
  }
});
