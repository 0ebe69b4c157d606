import { readFileSync } from 'node:fs';
import { montarPalco } from '../e2e/palco.ts';
import { servicos } from '../stack/ambiente.ts';
import { comPostgres } from './com-postgres.ts';
import { imprimirTabela, percentil } from './tabela.ts';

/** `npm run bench:boot`: cold start to ready and idle memory per service. Goal: under 0.6 s and 130 MB. */
const vezes = 5;

function memoriaMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

await comPostgres(async () => {
  const palco = await montarPalco({ servicos: ['api'] });
  try {
    const linhas: (string | number)[][] = [];
    for (const { nome } of servicos) {
      const tempos: number[] = [];
      let memoria = 0;
      for (let vez = 0; vez < vezes; vez += 1) {
        if (nome === 'api' || vez > 0) await palco.processo(nome).parar();
        const inicio = performance.now();
        await palco.subirServico(nome);
        tempos.push(performance.now() - inicio);
        memoria = memoriaMb(palco.processo(nome).pid);
      }
      linhas.push([
        nome,
        Math.round(percentil(tempos, 50)),
        Math.round(Math.max(...tempos)),
        memoria,
      ]);
    }
    imprimirTabela(['service', 'ready ms (p50)', 'ready ms (max)', 'RSS MB'], linhas);
  } finally {
    await palco.desmontar();
  }
});
