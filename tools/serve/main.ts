import { basename, join } from 'node:path';
import { opcoesDoBundle, raiz } from '../build/bundle.ts';
import { dirJulia } from '../infra/caminhos.ts';
import { NaoDaParaComecar } from '../start/opcoes.ts';
import type { Variaveis } from '../stack/ambiente.ts';
import { ambienteDoServico, exigirVizinhos } from './ambiente.ts';
import { servir } from './servir.ts';

/** Builds one app, runs it, and runs it again on every saved change. */
const raizDoApp = process.argv[2];
if (!raizDoApp) {
  console.error('uso: nx serve <api|fila-worker|scheduler|simulador>');
  process.exit(1);
}
const projeto = process.env['NX_TASK_TARGET_PROJECT'] ?? basename(raizDoApp);
const ambiente = await prepararAmbiente(raizDoApp);

async function prepararAmbiente(app: string): Promise<Variaveis> {
  try {
    const arquivos = {
      env: join(raiz, '.env'),
      doStart: join(dirJulia, 'desenvolvimento.env'),
    };
    const juntas = ambienteDoServico(arquivos, process.env);
    await exigirVizinhos(app, projeto, juntas);
    return juntas;
  } catch (erro) {
    if (!(erro instanceof NaoDaParaComecar)) throw erro;
    console.error(erro.message);
    process.exit(1);
  }
}

const servido = servir(opcoesDoBundle(raizDoApp), ambiente);
const encerrar = () => void servido.encerrar().then(() => process.exit(0));
process.once('SIGINT', encerrar);
process.once('SIGTERM', encerrar);
