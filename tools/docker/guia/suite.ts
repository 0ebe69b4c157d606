import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { construirImagemDeBackup } from '../backup/imagens.ts';
import type { SuiteContext } from '../context.ts';
import { ROOT } from '../images.ts';
import { SetupFailed, type Report } from '../report.ts';
import { comContaPropria } from './conta-propria.ts';
import { seguirEnsaio } from './ensaio.ts';
import { Etiquetas } from './etiquetas.ts';
import { seguirLocal } from './local.ts';
import { seguirProducao } from './producao.ts';
import { provasDoGuia, type NomeDoServidor } from './provas.ts';
import { Repositorio } from './repositorio.ts';
import type { Guia } from './seguir.ts';

/** What the guide promises and nothing here can give. */
const NAO_SEGUIDO = [
  'Evolution and Chatwoot of one’s own: no image here, so their profiles leave the list as the guide tells whoever has them; the simulador is an Evolution that already runs',
  'a domain with its certificate: the suite `edge`; a Supabase of one’s own: no image of PostgREST here, its keys and its door are the suite `banco`',
  'a Supabase project and Anthropic: stand-ins outside of the installation, behind keys of their own',
  '`./scripts/view_logs.sh` and the QR code: for somebody at a terminal',
];

/** Follows every bash block of DEPLOY.md to the letter: no step that is not written there, no command changed. */
export async function checkGuide(report: Report, context: SuiteContext): Promise<void> {
  await report.setup('the image of the backups is built', () => construirImagemDeBackup(context));
  const texto = await readFile(join(ROOT, 'DEPLOY.md'), 'utf8');
  const provas = provasDoGuia(texto);
  const guia = (nome: NomeDoServidor): Guia => ({
    texto,
    provas: provas.filter(({ servidor }) => servidor === nome),
  });
  await independente(() => seguirEnsaio(report, guia('ensaio'), context.env));
  const repositorio = await Repositorio.criar();
  const etiquetas = await Etiquetas.guardar(imagensDoGuia(texto), context.env);
  try {
    for (const nome of ['local', 'producao'] as const) {
      const seguir = nome === 'local' ? seguirLocal : seguirProducao;
      await independente(() =>
        comContaPropria(report, nome, context, repositorio, (conta) =>
          seguir(report, guia(nome), conta, repositorio),
        ),
      );
    }
  } finally {
    await etiquetas.devolver();
    await repositorio.remover();
  }
  for (const o_que of NAO_SEGUIDO) console.log(`      not followed here: ${o_que}`);
}

/** A server that could not be set up has been reported; the next one begins anew. */
async function independente(seguir: () => Promise<void>): Promise<void> {
  await seguir().catch((erro: unknown) => {
    if (!(erro instanceof SetupFailed)) throw erro;
  });
}

/** Everything that is built on a server while it follows the guide. */
function imagensDoGuia(texto: string): string[] {
  const versoes = new Set(['latest', ...(texto.match(/\bv\d+\.\d+\.\d+\b/g) ?? [])]);
  const servicos = ['julia-api', 'julia-worker', 'julia-scheduler', 'julia-backup'];
  const nomes = servicos.flatMap((nome) => [...versoes].map((versao) => `${nome}:${versao}`));
  assert.ok(nomes.length > servicos.length, 'o guia não nomeia nenhuma versão');
  return nomes;
}
