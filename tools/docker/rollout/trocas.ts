import assert from 'node:assert/strict';
import type { Report } from '../report.ts';
import { emPalavras, recusasEmPalavras, type Medida } from '../trafego/medida.ts';
import { SERVICOS, type Servico } from './builds.ts';
import { PRIMEIRA, type Cena } from './cena.ts';

/** What a busy number brings: 200 webhooks a second, 5 of them new messages. Less only where a machine is shared. */
const POR_SEGUNDO = Number(process.env['JULIA_TESTE_WEBHOOKS_POR_SEGUNDO'] ?? 200);
export const TAXA = { porSegundo: POR_SEGUNDO, novas: POR_SEGUNDO / 40 } as const;
/** Where what happens to single requests matters more than their number. */
export const TAXA_LEVE = { porSegundo: POR_SEGUNDO / 4, novas: POR_SEGUNDO / 100 } as const;
export const SEGUNDA = 'v1.0.1';

export interface Troca {
  readonly servico: Servico;
  readonly para: string;
  readonly segundos: number;
  readonly medida: Medida;
  readonly recusas: string;
  readonly latenciasMs: readonly number[];
}

/** One rollout under load; what it did to the load is for the caller to judge. */
export async function trocar(cena: Cena, servico: Servico, para: string): Promise<Troca> {
  const { resultado, trafego, medida } = await cena.sobTrafego(TAXA, () =>
    cena.julia(['rollout', servico, para]),
  );
  assert.equal(resultado.codigo, 0, resultado.texto.slice(-3_000));
  await cena.conferirRelease(servico, para);
  return {
    servico,
    para,
    segundos: resultado.ms / 1_000,
    medida,
    recusas: recusasEmPalavras(trafego.recusas),
    latenciasMs: trafego.latenciasMs,
  };
}

export function semPerda({ medida, recusas }: Troca): void {
  const { perdidas, dobradas, novas } = medida;
  assert.deepEqual({ recusas, perdidas, dobradas }, { recusas: '', perdidas: 0, dobradas: 0 });
  assert.ok(novas > 0);
}

/** There and back again for each service. */
export async function checkTrocas(report: Report, cena: Cena): Promise<void> {
  for (const servico of SERVICOS) await cena.builds.fazer(servico, SEGUNDA.slice(1));
  for (const servico of SERVICOS) {
    for (const para of [SEGUNDA, PRIMEIRA]) {
      await report.check(
        `${servico} → ${para} at ${TAXA.porSegundo} webhooks/s: none refused, each message answered once`,
        async () => {
          const troca = await trocar(cena, servico, para);
          console.log(`      ${emPalavras(troca.medida)}; rollout ${troca.segundos.toFixed(0)} s`);
          semPerda(troca);
        },
      );
    }
  }
  await report.check('each of them left one audit line', async () => {
    const linhas = await cena.auditoria();
    assert.deepEqual(
      linhas.map(({ servico, resultado }) => [servico, resultado]),
      SERVICOS.flatMap((servico) => [
        [servico, 'ok'],
        [servico, 'ok'],
      ]),
    );
    for (const linha of linhas) assert.match(String(linha['quem']), /.@./);
  });
}
