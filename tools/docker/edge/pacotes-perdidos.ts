import assert from 'node:assert/strict';
import { must, run } from '../command.ts';
import type { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';

const REGRA = ['INPUT', '-p', 'tcp', '--dport', '8000', '--syn', '-j', 'DROP'];
/** Shorter than the second after which the kernel repeats the first packet of a connection. */
const PERDA_MS = 400;
/** So many at once, and each so slow, that connections which are open already cannot take them all. */
const PEDIDOS = 80;
const ESPERA_MS = '1500';

/**
 * A busy machine loses a packet now and then, and the first of a connection comes again only after a second. Caddy 2.6
 * cannot send a body again whose connection it gave up.
 */
export async function checkPacotesPerdidos(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check('no request fails when the first packet of connections is lost', async () => {
    const estado = await projeto.estado('julia-api');
    assert.ok(estado && estado.pid > 0, 'julia-api is not running');
    const naRedeDela = ['-t', String(estado.pid), '-n', 'iptables'];
    await must('nsenter', [...naRedeDela, '-I', ...REGRA]);
    try {
      const respostas = Array.from({ length: PEDIDOS }, () =>
        projeto.http('/webhook/evolution', {
          method: 'POST',
          body: '{}',
          headers: { 'x-espera-ms': ESPERA_MS },
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, PERDA_MS));
      await must('nsenter', [...naRedeDela, '-D', ...REGRA]);
      const vistos = (await Promise.all(respostas)).map(({ status }) => status);
      assert.deepEqual(
        vistos.filter((status) => status !== 200),
        [],
      );
    } finally {
      await run('nsenter', [...naRedeDela, '-D', ...REGRA]);
    }
  });
}
